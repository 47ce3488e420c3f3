package io.messageservice.protocol.simulation.personal;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.personal.OwnStates.State;
import io.messageservice.protocol.simulation.personal.OwnStates.Step;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Deliver;
import io.messageservice.protocol.simulation.personal.PersonalRequest.ListAll;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Origin;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Prefer;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Compares what users are answered and pushed of their own with what was stored. */
public final class OwnAnswers {

  private final Map<String, ? extends RecordedConversation> all;
  private final Function<String, ? extends RecordedConversation> conversations;
  private final Journal journal;

  /**
   * Of all conversations that there are, or come to be.
   *
   * @param conversations gives one that is empty where there is none
   */
  public OwnAnswers(
      Map<String, ? extends RecordedConversation> all,
      Function<String, ? extends RecordedConversation> conversations,
      Journal journal) {
    this.all = all;
    this.conversations = conversations;
    this.journal = journal;
  }

  /**
   * A request was carried out.
   *
   * @param tick when it was asked
   */
  public void done(PersonalRequest request, JsonNode answer, long tick) {
    boolean right = true;
    if (request instanceof Deliver deliver) {
      right = isDelivered(deliver, answer, tick);
    } else if (request instanceof Prefer prefer) {
      right = isPreferred(prefer, answer, tick);
    } else if (request instanceof ListAll listing) {
      right = isListed(listing, answer, tick);
    } else if (request instanceof PersonalRequest.Block block) {
      right = answer.path("userId").asText().equals(block.user());
    }
    boolean isRight = right;
    journal.require(
        isRight, () -> request + " since " + tick + " is answered what never was: " + answer);
  }

  private RecordedConversation of(JsonNode data) {
    return conversations.apply(data.path("conversationId").asText());
  }

  private boolean isDelivered(Deliver asked, JsonNode answer, long tick) {
    RecordedConversation there = of(answer);
    long deliveredUpTo = answer.path("deliveredUpTo").asLong(-1);
    return answer.path("conversationId").asText().equals(asked.conversation())
        && deliveredUpTo >= Math.min(asked.upToSeq(), there.headAt(tick))
        && there.own().wasSince(asked.by(), tick, then -> then.reachedUpTo() == deliveredUpTo);
  }

  private boolean isPreferred(Prefer asked, JsonNode answer, long tick) {
    RecordedConversation there = of(answer);
    boolean isHidden = answer.path("hidden").asBoolean();
    return answer.path("conversationId").asText().equals(asked.conversation())
        && meets(asked, answer)
        && anyState(
            there,
            asked.by(),
            tick,
            then ->
                then.state.preferences().mutedUntil().equals(mutedUntil(answer))
                    && (isHidden ? then.mayBeHidden() : then.mayBeShown()));
  }

  /** Whether it is what was asked for. */
  private static boolean meets(Prefer asked, JsonNode answer) {
    return answer.has("mutedUntil")
        && asked.change().mutedUntil().map(mutedUntil(answer)::equals).orElse(true)
        && asked
            .change()
            .hidden()
            .map(hide -> hide == answer.path("hidden").asBoolean())
            .orElse(true);
  }

  private static Instant mutedUntil(JsonNode data) {
    String until = data.path("mutedUntil").asText("null");
    return switch (until) {
      case "null", "" -> Preferences.NOT_MUTED;
      case "forever" -> Preferences.FOR_EVER;
      default -> Instant.parse(until);
    };
  }

  /** A state, and which messages were the newest while it held. */
  private record Held(State state, long leastHead, long mostHead) {

    boolean hasHead(long head) {
      return head >= leastHead && head <= mostHead;
    }

    boolean mayBeHidden() {
      return hasHead(state.preferences().hiddenAt());
    }

    boolean mayBeShown() {
      return leastHead != mostHead || !mayBeHidden();
    }
  }

  private static boolean anyState(
      RecordedConversation there, String user, long tick, Predicate<Held> what) {
    List<State> all = there.own().since(user, tick);
    for (int i = 0; i < all.size(); i++) {
      long end = i + 1 < all.size() ? all.get(i + 1).tick() - 1 : Long.MAX_VALUE;
      long least = there.headAt(Math.max(tick, all.get(i).tick()));
      if (what.test(new Held(all.get(i), least, there.headAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private boolean isListed(ListAll asked, JsonNode answer, long tick) {
    Set<String> listed = new HashSet<>();
    boolean right = true;
    for (JsonNode each : answer.path("conversations")) {
      listed.add(each.path("conversationId").asText());
      right &= isShown(asked, each, tick);
    }
    for (Map.Entry<String, ? extends RecordedConversation> each : all.entrySet()) {
      RecordedConversation there = each.getValue();
      right &=
          listed.contains(each.getKey())
              || !there.hadAlwaysSince(asked.by(), tick)
              || (!asked.withHidden() && anyState(there, asked.by(), tick, Held::mayBeHidden));
    }
    return right && !answer.has("cursor");
  }

  private boolean isShown(ListAll asked, JsonNode shown, long tick) {
    RecordedConversation there = of(shown);
    String user = asked.by();
    long seq = shown.path("seq").asLong(-1);
    long readUpTo = shown.path("readUpTo").asLong(-1);
    int unread = shown.path("unread").asInt(-1);
    boolean isHidden = shown.path("hidden").asBoolean();
    return there.hadSince(user, tick)
        && (asked.withHidden() || !isHidden)
        && anyState(
            there,
            user,
            tick,
            then ->
                then.hasHead(seq)
                    && then.state.readUpTo() == readUpTo
                    && then.state.preferences().mutedUntil().equals(mutedUntil(shown))
                    && isHidden == (then.state.preferences().hiddenAt() == seq))
        && there.mayBeOfOthers(unread, user, readUpTo, seq, tick);
  }

  /** The readers that an answer names. */
  public static List<Reader> readers(JsonNode answer) {
    List<Reader> readers = new ArrayList<>();
    for (JsonNode each : answer.path("readers")) {
      readers.add(
          new Reader(
              new UserId(each.path("userId").asText()),
              each.path("readUpTo").asLong(-1),
              each.path("deliveredUpTo").asLong(-1)));
    }
    return readers;
  }

  /**
   * What the user is answered of how far others have come: each as they were at some time since it
   * was asked, and all whom anything had reached; where it is blocked nobody but themselves.
   *
   * @param viewer empty for a service
   */
  public void requireReaders(
      String conversation, List<Reader> readers, Optional<String> viewer, long tick) {
    RecordedConversation there = conversations.apply(conversation);
    Set<String> named = new HashSet<>();
    boolean right = true;
    for (Reader reader : readers) {
      String user = reader.user().value();
      named.add(user);
      right &=
          there.hadSince(user, tick)
              && (isKnown(user, viewer) || !there.isBlockedSince(tick))
              && there
                  .own()
                  .wasSince(
                      user,
                      tick,
                      then ->
                          then.readUpTo() == reader.readUpTo()
                              && then.reachedUpTo() == reader.deliveredUpTo());
    }
    for (String user : there.own().users()) {
      right &=
          named.contains(user)
              || !there.hadAlwaysSince(user, tick)
              || there.own().since(user, tick).get(0).reachedUpTo() == 0
              || (!isKnown(user, viewer) && there.wasBlockedSince(tick));
    }
    boolean isRight = right;
    journal.require(
        isRight, () -> viewer + " is shown readers that never were: " + conversation + readers);
  }

  private static boolean isKnown(String user, Optional<String> viewer) {
    return viewer.isEmpty() || viewer.get().equals(user);
  }

  /**
   * A connection is pushed how far messages have reached somebody: by a report that is for it, and
   * as it was then or later, since it may be one for all reports of a while.
   */
  public void pushedDelivered(
      JsonNode data, Origin to, Collection<? extends PersonalRequest> asked) {
    RecordedConversation there = of(data);
    String user = data.path("userId").asText();
    long upTo = data.path("deliveredUpTo").asLong(-1);
    boolean isOwn = user.equals(to.by());
    boolean right =
        there.hadSince(to.by(), 0)
            && there.own().steps(user).stream()
                .filter(
                    step ->
                        isOwn
                            ? asked.stream().anyMatch(asks -> isOfAnother(asks, to, step.to()))
                            : isForSender(there, step, to.by()))
                .anyMatch(
                    step ->
                        there
                            .own()
                            .wasSince(
                                user,
                                step.tick(),
                                then ->
                                    then.deliveredUpTo() == upTo
                                        && (isOwn || !there.isBlockedSince(then.tick()))));
    journal.require(right, () -> to + " is pushed what never was or is not for them: " + data);
  }

  private static boolean isOfAnother(PersonalRequest asks, Origin to, long upTo) {
    return asks instanceof Deliver deliver
        && !deliver.from().equals(to.from())
        && deliver.upToSeq() >= upTo;
  }

  /** Decided while it was not noted as blocked. */
  private static boolean isForSender(RecordedConversation there, Step step, String sender) {
    return !step.blocked() && there.hasSent(sender, step.from(), step.to());
  }

  /** A connection is pushed that its user wants a conversation otherwise. */
  public void pushedPreferences(
      JsonNode data, Origin to, Collection<? extends PersonalRequest> asked) {
    RecordedConversation there = of(data);
    boolean isHidden = data.path("hidden").asBoolean();
    boolean right =
        there
                .own()
                .wasSince(
                    to.by(),
                    0,
                    then ->
                        then.preferences().mutedUntil().equals(mutedUntil(data))
                            && isHidden == (then.preferences().hiddenAt() != Preferences.SHOWN))
            && asked.stream()
                .anyMatch(
                    asks ->
                        asks instanceof Prefer prefer
                            && !prefer.from().equals(to.from())
                            && meets(prefer, data));
    journal.require(right, () -> to + " is pushed what never was or is not for them: " + data);
  }

  /** A connection is pushed how far somebody has read; of others not what was blocked then. */
  public void pushedRead(JsonNode data, String user) {
    RecordedConversation there = of(data);
    String reader = data.path("userId").asText();
    long readUpTo = data.path("readUpTo").asLong();
    boolean right =
        !data.has("readUpTo")
            || there
                .own()
                .wasSince(
                    reader,
                    0,
                    then ->
                        then.readUpTo() == readUpTo && (!then.blocked() || reader.equals(user)));
    journal.require(
        right, () -> user + " is pushed a mark that never was, or not for them: " + data);
  }
}
