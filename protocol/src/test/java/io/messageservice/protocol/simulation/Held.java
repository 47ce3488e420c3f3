package io.messageservice.protocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.simulation.group.GroupState;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps of a conversation, from one connection to the next: which state of each
 * message, and up to which {@code rev} it has been sent all changes of these. A client of the base
 * contract keeps nothing.
 */
final class Held {

  private final Dialect dialect;
  private final Map<Long, Long> states = new TreeMap<>();

  /** What it shows of a group; null where it has not seen it. */
  private @Nullable GroupState group;

  /** The change of the group that it saw last; older ones mean nothing any more. */
  private long groupRev;

  /** What was kept when each join was asked that is under way. */
  private final Deque<Kept> asked = new ArrayDeque<>();

  /** What was kept at some time. */
  private record Kept(Map<Long, Long> states, @Nullable GroupState group, long groupRev) {}

  /** Null where it cannot know. */
  private @Nullable Long rev;

  /** What is missing is on its way: the rev does not count yet. */
  private boolean catchingUp;

  Held(Dialect dialect) {
    this.dialect = dialect;
  }

  boolean isBase() {
    return dialect == Dialect.BASE;
  }

  boolean isCatchingUp() {
    return catchingUp;
  }

  /** The rev after which it may go on; null where it may not. */
  @Nullable Long rev() {
    return rev;
  }

  /** A join is asked. */
  void asksToJoin() {
    asked.add(new Kept(new TreeMap<>(states), group, groupRev));
  }

  /** The join is answered: what came since it was asked is not part of the view that begins. */
  void forgetsSinceAsked() {
    states.clear();
    Kept then = asked.poll();
    states.putAll(then == null ? Map.of() : then.states());
    group = then == null ? null : then.group();
    groupRev = then == null ? 0 : then.groupRev();
  }

  /** The join is refused: what was kept before goes on. */
  void isRejected() {
    asked.poll();
  }

  /** The connection is lost: what is asked will not be answered. */
  void isLost() {
    asked.clear();
    catchingUp = false;
  }

  /**
   * Begins anew: what was kept is dropped.
   *
   * @param fetched what it shows of the group from then on
   */
  void beginsAt(long now, @Nullable GroupState fetched) {
    if (groupRev > now) { // the group is known as it was later
      beginsWithout(group, groupRev);
    } else {
      beginsWithout(fetched);
    }
    rev = now;
  }

  /** Begins anew without following changes of what came before. */
  void beginsWithout(@Nullable GroupState fetched) {
    beginsWithout(fetched, 0);
  }

  private void beginsWithout(@Nullable GroupState fetched, long at) {
    group = fetched;
    groupRev = at;
    states.clear();
    rev = null;
    catchingUp = false;
  }

  /** Goes on after the rev that it named. */
  void resumes(long after) {
    rev = after;
    catchingUp = true;
  }

  void catchesUp(long now) {
    rev = now;
    catchingUp = false;
  }

  /** Nothing more comes; what counts is what came before that. */
  void lags(long afterRev) {
    if (rev != null && !catchingUp) {
      rev = Math.min(rev, afterRev);
    }
  }

  void keeps(long seq, long state) {
    states.merge(seq, state, Math::max);
  }

  void sees(long seq, long state) {
    keeps(seq, state);
    reaches(state);
  }

  /**
   * The group changed.
   *
   * @param then the group as it was by then
   */
  void sees(JsonNode push, String user, GroupState then) {
    long state = push.path("rev").asLong();
    if (state > groupRev) {
      groupRev = state;
      group = (group == null ? then : group).after(push, user, then);
    }
    reaches(state);
  }

  /** Whether it has seen a later change of the group. */
  boolean isLaterThan(long change) {
    return groupRev > change;
  }

  /** It asked for a change of the group itself; a reply is no position. */
  void shows(GroupState answered, long state) {
    if (state > groupRev) {
      groupRev = state;
      group = answered;
    }
  }

  private void reaches(long state) {
    if (rev != null && !catchingUp) {
      rev = Math.max(rev, state);
    }
  }

  /** Who names the rev is sent nothing before it again: each message is kept as it was by then. */
  void requireClaim(Journal journal, Talk talk, String user, String who) {
    Long claimed = rev;
    if (claimed == null || catchingUp || isBase()) {
      return;
    }
    journal.require(
        mayGoOn(talk, claimed), () -> who + ": may go on after " + claimed + " with " + group);
    states.forEach(
        (seq, state) -> {
          Talk.Stored present = talk.present(seq);
          long last = present.message().rev();
          journal.require(
              last == state || last > claimed || !talk.hadAlwaysSince(user, present.tick()),
              () ->
                  who + ": may go on after " + claimed + " with state " + state + " of " + present);
        });
  }

  /** What changed after it is sent again. */
  private boolean mayGoOn(Talk talk, long claimed) {
    GroupState then = talk.group(Math.max(claimed, groupRev));
    if (group == null || then == null) {
      return group == null && then == null;
    }
    return (talk.lastGroupData() > claimed || group.hasDataOf(then))
        && (talk.lastGroupRoles() > claimed || group.roles().equals(then.roles()));
  }

  /** The group is shown as it is now. */
  void requireGroup(Journal journal, Talk.Standing now, String who) {
    if (!isBase()) {
      GroupState shown = now.conversation().map(GroupState::of).orElseThrow();
      journal.require(shown.equals(group), () -> who + ": shows " + group + " of " + shown);
    }
  }

  /** Each message is kept as it is now. */
  void requirePresent(Journal journal, Talk talk, String user, String who) {
    if (isBase()) {
      return;
    }
    states.forEach(
        (seq, state) -> {
          Talk.Stored present = talk.present(seq);
          journal.require(
              present.message().rev() == state || !talk.hadAlwaysSince(user, present.tick()),
              () -> who + ": keeps state " + state + " of " + present.message());
        });
  }
}
