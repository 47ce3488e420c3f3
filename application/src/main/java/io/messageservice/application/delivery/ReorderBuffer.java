package io.messageservice.application.delivery;

import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Messages that other nodes told of before what comes before them: they wait for it a little, since
 * it is most likely under way. Only the lane's thread may call.
 */
final class ReorderBuffer {

  private final Map<ConversationId, NavigableMap<Long, Signal.Said>> waiting = new HashMap<>();

  /** Where something waits since the last turn, and longer than that. */
  private Set<ConversationId> fresh = new HashSet<>();

  private Set<ConversationId> aged = new HashSet<>();
  private int size;

  /** Whether nothing waits. */
  boolean isEmpty() {
    return size == 0;
  }

  /** Has the message wait. What is overdue is to be taken out before long, so this is little. */
  void add(Signal.Said said) {
    ConversationId conversation = said.conversation();
    if (waiting.computeIfAbsent(conversation, id -> new TreeMap<>()).put(said.seq(), said)
        == null) {
      size++;
    }
    if (!aged.contains(conversation)) {
      fresh.add(conversation);
    }
  }

  /** Takes out the message that comes next after that position, and drops what comes before it. */
  Optional<Signal.Said> after(ConversationId conversation, long seq) {
    NavigableMap<Long, Signal.Said> bySeq = waiting.get(conversation);
    if (bySeq == null) {
      return Optional.empty();
    }
    NavigableMap<Long, Signal.Said> passed = bySeq.headMap(seq, true);
    size -= passed.size();
    passed.clear();
    Optional<Signal.Said> next = Optional.ofNullable(bySeq.remove(seq + 1));
    size -= next.isPresent() ? 1 : 0;
    if (bySeq.isEmpty()) {
      waiting.remove(conversation);
    }
    return next;
  }

  /** Takes out the first message that waits there. */
  Optional<Signal.Said> first(ConversationId conversation) {
    return Optional.ofNullable(waiting.get(conversation))
        .flatMap(bySeq -> after(conversation, bySeq.firstKey() - 1));
  }

  /** Whether something has waited for a whole turn. */
  boolean hasAged() {
    aged.retainAll(waiting.keySet());
    return !aged.isEmpty();
  }

  /** Where something has waited for a whole turn; the next turn begins. */
  Set<ConversationId> turn() {
    Set<ConversationId> overdue = aged;
    overdue.retainAll(waiting.keySet());
    aged = fresh;
    fresh = new HashSet<>();
    return overdue;
  }

  /** Forgets what waits there. */
  void forget(ConversationId conversation) {
    NavigableMap<Long, Signal.Said> bySeq = waiting.remove(conversation);
    size -= bySeq == null ? 0 : bySeq.size();
  }

  /** Forgets everything. */
  void clear() {
    waiting.clear();
    fresh.clear();
    aged.clear();
    size = 0;
  }
}
