package io.messageservice.application.hook;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has what a connection asks for carried out in the order in which it asked, though several answers
 * are awaited at once. Of a caller who is no connection each request is carried out by itself.
 *
 * <p>Each connection only on the thread of its event loop, which also runs what is carried out.
 */
final class AskedInOrder {

  /** The most answers that are awaited for one connection; what follows waits to be asked. */
  static final int MAX_ASKED = 16;

  private final Map<Connection, Line> lines = new ConcurrentHashMap<>();
  private final AtomicInteger unfinished = new AtomicInteger();

  /** How many were asked for and not carried out yet. Any thread may call. */
  int unfinished() {
    return unfinished.get();
  }

  /**
   * Asks, now or later.
   *
   * @param question gives what is to be carried out, once and on any thread
   */
  void ask(Caller caller, Consumer<Consumer<Runnable>> question) {
    unfinished.incrementAndGet();
    if (caller instanceof Connection connection) {
      lines.computeIfAbsent(connection, Line::new).ask(question);
    } else {
      question.accept(outcome -> caller.loop().execute(() -> carryOut(outcome)));
    }
  }

  private void carryOut(Runnable outcome) {
    try {
      outcome.run();
    } finally {
      unfinished.decrementAndGet();
    }
  }

  private final class Line {
    private final Connection connection;
    private final Deque<Consumer<Consumer<Runnable>>> waiting = new ArrayDeque<>();
    private final Deque<Asked> asked = new ArrayDeque<>();

    Line(Connection connection) {
      this.connection = connection;
    }

    void ask(Consumer<Consumer<Runnable>> question) {
      waiting.add(question);
      askOn();
    }

    private void askOn() {
      while (asked.size() < MAX_ASKED && !waiting.isEmpty()) {
        Asked next = new Asked();
        asked.add(next);
        waiting
            .remove()
            .accept(outcome -> connection.loop().execute(() -> answered(next, outcome)));
      }
    }

    private void answered(Asked one, Runnable outcome) {
      one.outcome = outcome;
      try {
        carryOutAnswered();
      } finally {
        askOn();
        if (asked.isEmpty()) {
          lines.remove(connection, this);
        }
      }
    }

    private void carryOutAnswered() {
      Asked first = asked.peek();
      while (first != null && first.outcome != null) {
        asked.remove();
        carryOut(first.outcome);
        first = asked.peek();
      }
    }
  }

  private static final class Asked {
    @Nullable Runnable outcome;
  }
}
