package io.messageservice.application.reader;

import io.messageservice.application.event.Event.UnreadChanged;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.personal.ReportUnread;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the connections of a user ask for of what is unread. Belongs to their event loop; while it
 * is answered, to a reader's thread.
 */
final class UnreadQuestion {

  /** In more conversations only the total is counted. */
  private static final int MAX_CONVERSATIONS = 200;

  /** In more of them it is not looked first what was read. */
  private static final int MAX_LOOKS = 4;

  final UserId user;
  final Set<Connection> connections = new LinkedHashSet<>();

  /** Where something changed, and up to which position who has read there is not concerned. */
  private final Map<ConversationId, Long> conversations = new LinkedHashMap<>();

  /** Whether the total is asked for alone. */
  boolean total;

  /** How often it could not be answered for a fault. */
  int faults;

  UnreadQuestion(UserId user) {
    this.user = user;
  }

  /**
   * Something changed there.
   *
   * @param seq the change is of no interest if the user has read up to this position
   */
  void add(ConversationId conversation, long seq) {
    if (conversations.size() < MAX_CONVERSATIONS || conversations.containsKey(conversation)) {
      conversations.merge(conversation, seq, Math::max);
    } else {
      total = true;
    }
  }

  /** Both as one. */
  UnreadQuestion and(UnreadQuestion other) {
    connections.addAll(other.connections);
    other.conversations.forEach(this::add);
    total |= other.total;
    faults = Math.min(faults, other.faults);
    return this;
  }

  /** Whether any of its connections is still there; those that are not are left out. */
  boolean isOfAny(Predicate<Connection> open) {
    connections.removeIf(open.negate());
    return !connections.isEmpty();
  }

  /** What is to be pushed. Blocks. */
  List<UnreadChanged> answer(History history, Instant now) {
    List<ConversationId> changed = changed(history);
    if (changed.isEmpty() && !total) {
      return List.of();
    }
    Map<ConversationId, Unread> unread = history.unread(user, changed);
    UnreadTotal sum = history.unreadTotal(user, now);
    List<UnreadChanged> events = new ArrayList<>();
    if (total || unread.size() < changed.size()) {
      events.add(new UnreadChanged(Optional.empty(), Unread.NONE, sum));
    }
    unread.forEach((id, count) -> events.add(new UnreadChanged(Optional.of(id), count, sum)));
    return events;
  }

  private List<ConversationId> changed(History history) {
    List<ConversationId> changed = new ArrayList<>();
    conversations.forEach(
        (id, seq) -> {
          if (isConcerned(history, id, seq)) {
            changed.add(id);
          }
        });
    return changed;
  }

  private boolean isConcerned(History history, ConversationId id, long seq) {
    if (seq == ReportUnread.WHATEVER_IS_READ || conversations.size() > MAX_LOOKS) {
      return true;
    }
    Reader reader = history.readers(id, Set.of(user)).get(user);
    return reader == null || reader.readUpTo() < seq;
  }
}
