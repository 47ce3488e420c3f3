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
import org.jspecify.annotations.Nullable;

/**
 * Messages that other nodes told of before what comes before them: they wait for it a little, since
 * it is most likely under way; and they wait for what this node has stored and does not tell yet.
 * Only the lane's thread may call.
 */
public final class ReorderBuffer {

  private final Map<ConversationId, NavigableMap<Long, Signal.Said>> waiting = new HashMap<>();

  /** Where something waits since the last turn, and longer than that. */
  private Set<ConversationId> fresh = new HashSet<>();

  private Set<ConversationId> aged = new HashSet<>();
  private int size;

  /** Where this node has stored something that it does not tell yet, and from which position on. */
  private Map<ConversationId, Long> held = Map.of();

  /** Whether it is worth a while to wait for what others tell. */
  private boolean patient = true;

  /**
   * From now on nothing is told there from that position on but what this node has stored, since
   * its senders are answered with it: nothing overtakes it.
   *
   * @param firsts where, and the position
   */
  public void hold(Map<ConversationId, Long> firsts) {
    held = firsts;
  }

  /** What was held is told. */
  public void release() {
    held = Map.of();
  }

  /** Whether something is held there. */
  boolean isHeld(ConversationId conversation) {
    return held.containsKey(conversation);
  }

  /** Whether it is worth a while to wait for what others tell. */
  public void setPatient(boolean worthIt) {
    patient = worthIt;
  }

  /**
   * Whether something before a message was not told, and is most likely about to be heard.
   *
   * @param told the position that was told last; null where none is known
   */
  boolean isWorthWaiting(long seq, @Nullable Long told) {
    return patient && told != null && told < seq - 1;
  }

  /**
   * Whether a message is to wait. What is held is not told as others tell it, neither itself, of
   * which another node may tell where it is sent again there, nor what follows, however impatient
   * this node is.
   *
   * @param told the position that was told last; null where none is known
   */
  boolean isEarly(Signal.Said said, @Nullable Long told) {
    Long first = held.get(said.conversation());
    if (first != null && (told == null || said.seq() >= first)) {
      return true;
    }
    return told != null && (first != null || patient) && told < said.seq() - 1;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
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

  /**
   * Takes out the message that comes next after that position, unless something is held there that
   * comes first, and drops what comes before it.
   */
  Optional<Signal.Said> after(ConversationId conversation, long seq) {
    NavigableMap<Long, Signal.Said> bySeq = waiting.get(conversation);
    if (bySeq == null || seq + 1 >= held.getOrDefault(conversation, Long.MAX_VALUE)) {
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

  /** Takes out the first message that waits there, where nothing is held. */
  Optional<Signal.Said> first(ConversationId conversation) {
    return Optional.ofNullable(waiting.get(conversation))
        .flatMap(bySeq -> after(conversation, bySeq.firstKey() - 1));
  }

  /** Whether something has waited for a whole turn. */
  public boolean hasAged() {
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
