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
 * Carries out the requests of a connection in their order, although several answers of the hook are
 * awaited at once. Requests over HTTP have no order.
 *
 * <p>A connection may be used only on the thread of its event loop, which also carries its requests
 * out.
 */
final class AskedInOrder {

  /** The most answers that are awaited for one connection; what follows waits to be asked. */
  static final int MAX_ASKED = 16;

  private final Map<Connection, Line> lines = new ConcurrentHashMap<>();
  private final int capacity;

  private final AtomicInteger unfinished = new AtomicInteger();

  /** Of what is unfinished. */
  private final AtomicInteger weight = new AtomicInteger();

  /**
   * @param capacity from this weight on nothing more is taken
   */
  AskedInOrder(int capacity) {
    this.capacity = capacity;
  }

  /** How much was asked for and is not carried out yet. Any thread may call. */
  int unfinished() {
    return unfinished.get();
  }

  /**
   * Asks, now or later.
   *
   * @param weight how many it counts for
   * @param question gives what is to be carried out, once and on any thread
   * @return false where too many wait, also those of connections that are closed
   */
  boolean ask(Caller caller, int weight, Consumer<Consumer<Runnable>> question) {
    if (this.weight.get() >= capacity) {
      return false;
    }
    this.weight.addAndGet(weight);
    unfinished.incrementAndGet();
    Consumer<Consumer<Runnable>> counted =
        then -> question.accept(outcome -> then.accept(() -> carryOut(outcome, weight)));
    if (caller instanceof Connection connection) {
      lines.computeIfAbsent(connection, Line::new).ask(counted);
    } else {
      counted.accept(caller.loop()::execute);
    }
    return true;
  }

  private void carryOut(Runnable outcome, int counted) {
    try {
      outcome.run();
    } finally {
      weight.addAndGet(-counted);
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
        first.outcome.run();
        first = asked.peek();
      }
    }
  }

  private static final class Asked {
    @Nullable Runnable outcome;
  }
}
