package io.messageservice.bootstrap.talk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Lines that were typed and not yet answered, in order. One is under way at a time, so that a
 * repetition cannot overtake what was typed later; its id stays the same, so that the service knows
 * it again.
 */
final class Outgoing {

  /** More than anybody types while a service restarts; past it a line is refused. */
  static final int MAX_LINES = 1_000;

  /** One line. */
  record Line(String id, String content) {}

  private final Deque<Line> waiting = new ArrayDeque<>();
  private boolean underWay;

  /** Takes a line, unless too many wait. */
  boolean offer(Line line) {
    return waiting.size() < MAX_LINES && waiting.offer(line);
  }

  /** The line to send now; nothing where none waits or one is under way. */
  Optional<Line> findNext() {
    if (underWay || waiting.isEmpty()) {
      return Optional.empty();
    }
    underWay = true;
    return Optional.of(waiting.getFirst());
  }

  /** Whether the line waits or is under way. */
  boolean contains(String id) {
    return waiting.stream().anyMatch(line -> line.id().equals(id));
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The line under way was answered for good. An answer to another one changes nothing. */
  void answered(String id) {
    if (underWay && waiting.getFirst().id().equals(id)) {
      waiting.removeFirst();
      underWay = false;
    }
  }

  /** Not known whether the line under way arrived: it is the next again. */
  void unanswered() {
    underWay = false;
  }
}
