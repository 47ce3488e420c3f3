package io.messageservice.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Messages for one conversation that are not answered yet, in order. One is under way at a time, so
 * that a repetition cannot overtake a later one; its {@code clientMessageId} stays the same. The
 * session bounds how many wait. The thread of the client calls.
 */
final class MessageQueue {

  /** A message and the caller that waits for its answer. */
  record Unanswered(ObjectNode payload, CompletableFuture<ConversationMessage> answer) {}

  private final ReconnectDelay delay;
  private final Deque<Unanswered> waiting = new ArrayDeque<>();
  private boolean underWay;

  MessageQueue(ReconnectDelay delay) {
    this.delay = delay;
  }

  /** How long to wait after a refusal that passes. */
  ReconnectDelay delay() {
    return delay;
  }

  void add(Unanswered message) {
    waiting.add(message);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The message to send now; nothing where none waits or one is under way. */
  Optional<Unanswered> findNext() {
    if (underWay || waiting.isEmpty()) {
      return Optional.empty();
    }
    underWay = true;
    return Optional.of(waiting.getFirst());
  }

  /** The message under way was answered for good. */
  void answered() {
    waiting.removeFirst();
    underWay = false;
    delay.reset();
  }

  /** Not known whether the message under way arrived: it is the next again. */
  void unanswered() {
    underWay = false;
  }

  /** Takes all out. */
  List<Unanswered> drain() {
    List<Unanswered> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }
}
