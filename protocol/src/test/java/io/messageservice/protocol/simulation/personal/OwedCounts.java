package io.messageservice.protocol.simulation.personal;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What one connection of the subprotocol is to be pushed of what is unread: what it is pushed last
 * was so at some time since it was pushed something by which it changed.
 */
public final class OwedCounts {

  private static final String TOTAL = "";

  private final String user;
  private final Map<String, ? extends RecordedConversation> all;
  private final Journal journal;

  /** What changed, by conversation; for the total in all of them. */
  private final Map<String, List<Owed>> owed = new TreeMap<>();

  private final Map<String, JsonNode> pushed = new HashMap<>();

  /**
   * Something changed.
   *
   * @param seq of a message that was deleted; of no concern once the user has read it
   */
  private record Owed(String conversation, long seq, long tick) {}

  /** Nothing is owed yet. */
  OwedCounts(String user, Map<String, ? extends RecordedConversation> all, Journal journal) {
    this.user = user;
    this.all = all;
    this.journal = journal;
  }

  /** It is pushed an event. */
  public void pushed(String event, JsonNode data, long tick) {
    String conversation = data.path("conversationId").asText();
    if (event.equals("hello")) {
      owes(TOTAL, Long.MAX_VALUE, tick);
    } else if (event.equals("unreadChanged")) {
      pushed.put(conversation, data);
      pushed.put(TOTAL, data);
    } else if (event.equals("messageChanged") && isDeletedOfOthers(data)) {
      owes(conversation, data.path("seq").asLong(), tick);
    } else if (changes(event, data)) {
      owes(conversation, Long.MAX_VALUE, tick);
    }
  }

  private void owes(String conversation, long seq, long tick) {
    Owed one = new Owed(conversation, seq, tick);
    owed.computeIfAbsent(conversation, id -> new ArrayList<>()).add(one);
    owed.computeIfAbsent(TOTAL, id -> new ArrayList<>()).add(one);
  }

  private boolean isDeletedOfOthers(JsonNode data) {
    return data.path("deleted").asBoolean() && !data.path("senderId").asText().equals(user);
  }

  private boolean changes(String event, JsonNode data) {
    return switch (event) {
      case "preferencesChanged" -> true;
      case "messageReadStatusChanged" -> data.path("userId").asText().equals(user);
      case "conversationChanged" -> data.has("role") || data.path("removed").asBoolean();
      default -> false;
    };
  }

  /**
   * All is at rest.
   *
   * @param now the last tick
   */
  public void rests(String name, long now) {
    owed.forEach(
        (id, each) -> {
          JsonNode last = pushed.get(id);
          each.stream()
              .filter(this::isConcerned)
              .mapToLong(Owed::tick)
              .max()
              .ifPresent(
                  since ->
                      journal.require(
                          isSoSince(id, last, since, now),
                          () -> name + " is pushed of what is unread: " + last + " in " + id));
        });
  }

  private boolean isConcerned(Owed one) {
    RecordedConversation there = all.get(one.conversation());
    return there == null
        || !there.own().wasSince(user, one.tick(), then -> then.readUpTo() >= one.seq());
  }

  private boolean isSoSince(String id, @Nullable JsonNode last, long since, long now) {
    if (id.equals(TOTAL)) {
      return last != null && wasSince(since, now, tick -> isTotalAt(last, tick));
    }
    return !takesPartSince(id, since)
        || (last != null && wasSince(since, now, tick -> isCountAt(id, last, tick)));
  }

  private boolean takesPartSince(String id, long tick) {
    RecordedConversation there = all.get(id);
    return there != null && there.hadAlwaysSince(user, tick);
  }

  private static boolean wasSince(long since, long now, LongPredicate what) {
    for (long tick = since; tick <= now; tick++) {
      if (what.test(tick)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCountAt(String id, JsonNode last, long tick) {
    @Nullable RecordedConversation there = all.get(id);
    return there != null
        && last.path("unread").asInt() == there.unreadAt(user, tick)
        && last.path("unreadMentions").asInt(-1) == 0;
  }

  private boolean isTotalAt(JsonNode last, long tick) {
    int messages = 0;
    int conversations = 0;
    for (RecordedConversation each : all.values()) {
      Preferences own = each.own().since(user, tick).get(0).preferences();
      if (each.hadAt(user, tick)
          && !own.isHiddenAt(each.headAt(tick))
          && !own.mutedUntil().equals(Preferences.FOR_EVER)) {
        int unread = each.unreadAt(user, tick);
        messages += unread;
        conversations += unread == 0 ? 0 : 1;
      }
    }
    JsonNode total = last.path("total");
    return new UnreadTotal(messages, conversations, 0)
        .equals(
            new UnreadTotal(
                total.path("messages").asInt(),
                total.path("conversations").asInt(),
                total.path("mentions").asInt(-1)));
  }
}
