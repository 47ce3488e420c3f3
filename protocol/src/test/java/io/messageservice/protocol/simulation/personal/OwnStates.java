package io.messageservice.protocol.simulation.personal;

import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Deliver;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Prefer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What users had of one conversation for themselves, since when: ticks count what was stored. */
public final class OwnStates {

  private final Map<String, List<State>> states = new TreeMap<>();

  /**
   * Of one user, from a tick on.
   *
   * @param deliveredUpTo as it is stored
   * @param blocked whether the conversation was noted as blocked when that was stored
   */
  public record State(
      long tick, long readUpTo, long deliveredUpTo, Preferences preferences, boolean blocked) {

    private static final State NOTHING = new State(0, 0, 0, Preferences.NONE, false);

    /** How far messages have reached the user, as others see it. */
    public long reachedUpTo() {
      return Math.max(readUpTo, deliveredUpTo);
    }

    State with(PersonalState change, long now, boolean isBlocked) {
      if (change instanceof ReadMark mark) {
        return new State(now, mark.readUpTo(), deliveredUpTo, preferences, isBlocked);
      } else if (change instanceof DeliveredMark mark) {
        return new State(now, readUpTo, mark.deliveredUpTo(), preferences, isBlocked);
      }
      Preferences preferred = ((OwnPreferences) change).preferences();
      return new State(now, readUpTo, deliveredUpTo, preferred, isBlocked);
    }
  }

  /**
   * A report that messages have reached somebody.
   *
   * @param tick when it was stored
   * @param from they had reached the user up to there before
   */
  record Step(long tick, long from, long to, boolean blocked) {}

  /** Who has anything of it, or had. */
  Set<String> users() {
    return states.keySet();
  }

  /** What it is now. */
  public State now(String user) {
    List<State> all = states.getOrDefault(user, List.of(State.NOTHING));
    return all.get(all.size() - 1);
  }

  /** What it would be with these, which are stored together. */
  public State with(List<PersonalState> changes, long tick, boolean blocked) {
    State after = now(changes.get(0).user().value());
    for (PersonalState change : changes) {
      after = after.with(change, tick, blocked);
    }
    return after;
  }

  /** It is so from then on. */
  public void put(String user, State state) {
    states.computeIfAbsent(user, id -> new ArrayList<>(List.of(State.NOTHING))).add(state);
  }

  /** What was so at some time since the tick, in order. */
  public List<State> since(String user, long tick) {
    List<State> all = states.getOrDefault(user, List.of(State.NOTHING));
    int from = all.size() - 1;
    while (all.get(from).tick() > tick) {
      from--;
    }
    return all.subList(from, all.size());
  }

  /** Whether that was so at some time since the tick. */
  public boolean wasSince(String user, long tick, Predicate<State> what) {
    return since(user, tick).stream().anyMatch(what);
  }

  /** What the user reported of what they had not read. */
  List<Step> steps(String user) {
    List<Step> steps = new ArrayList<>();
    List<State> all = since(user, 0);
    for (int i = 1; i < all.size(); i++) {
      State before = all.get(i - 1);
      State after = all.get(i);
      if (after.deliveredUpTo() > before.reachedUpTo()) {
        steps.add(
            new Step(after.tick(), before.reachedUpTo(), after.deliveredUpTo(), after.blocked()));
      }
    }
    return steps;
  }

  /**
   * Whether marks and preferences follow from what the user asked for; marks of what was read are
   * judged elsewhere.
   *
   * @param head of the conversation
   */
  public static boolean follows(
      State before, State after, long head, Collection<? extends PersonalRequest> asked) {
    return after.reachedUpTo() >= before.reachedUpTo()
        && after.reachedUpTo() <= head
        && followsMark(before, after, head, asked)
        && followsPreferences(before.preferences(), after.preferences(), head, asked);
  }

  private static boolean followsMark(
      State before, State after, long head, Collection<? extends PersonalRequest> asked) {
    if (after.readUpTo() < before.readUpTo()) {
      return after.deliveredUpTo() == before.reachedUpTo();
    }
    return after.deliveredUpTo() == before.deliveredUpTo()
        || (after.readUpTo() == before.readUpTo()
            && after.deliveredUpTo() > before.reachedUpTo()
            && asked.stream()
                .anyMatch(
                    asks ->
                        asks instanceof Deliver deliver
                            && Math.min(deliver.upToSeq(), head) == after.deliveredUpTo()));
  }

  private static boolean followsPreferences(
      Preferences before,
      Preferences after,
      long head,
      Collection<? extends PersonalRequest> asked) {
    return after.equals(before)
        || asked.stream()
            .anyMatch(
                asks ->
                    asks instanceof Prefer prefer
                        && after.equals(changed(before, prefer.change(), head)));
  }

  /** What is hidden is hidden until the next message. */
  private static Preferences changed(Preferences before, PreferencesChange change, long head) {
    boolean was = before.hiddenAt() == head;
    boolean isHidden = change.hidden().orElse(was);
    return new Preferences(
        change.mutedUntil().orElse(before.mutedUntil()), isHidden ? head : Preferences.SHOWN);
  }
}
