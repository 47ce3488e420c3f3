package io.messageservice.application.reader;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Holder;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Has look-ups for the connections of one event loop made on readers' threads, all that wait
 * together as a few tasks: after a restart everyone comes back at once. Only the event loop's
 * thread may call.
 */
public final class JoinReader {
  private static final int MAX_AT_ONCE = 128;

  /** As many look-ups are worth a thread of their own: a store may be far away. */
  private static final int FOR_A_THREAD = 8;

  private static final int MAX_THREADS = 4;
  private static final Duration RETRY = Duration.ofMillis(20);

  /** The most memory that what a look-up found takes: who is online, who has read. */
  private static final int LOOK_UP_BYTES = 32 << 10;

  /** The part of the memory budget that one round may take. */
  private static final int ROUND_SHARE = 16;

  private final EventLoop loop;
  private final Executor readers;
  private final Timer timer;
  private final MemoryBudget memory;
  private final int maxAtOnce;

  /** Each look-up gives what is to be done with its outcome on the event loop's thread. */
  private final Deque<Supplier<Runnable>> waiting = new ArrayDeque<>();

  private boolean reading;

  /** For the connections of that event loop. */
  public JoinReader(EventLoop loop, ReaderEnvironment around) {
    this.loop = loop;
    this.readers = around.readers();
    this.timer = around.timer();
    this.memory = around.memory();
    long fit = memory.limitBytes() / ROUND_SHARE / LOOK_UP_BYTES;
    this.maxAtOnce = (int) Math.max(1, Math.min(MAX_AT_ONCE, fit));
  }

  /**
   * Has it looked up, after what was asked for before.
   *
   * @param lookUp runs on a reader's thread, may block and must not fail; what it gives runs on the
   *     event loop's thread
   */
  public void ask(Supplier<Runnable> lookUp) {
    waiting.add(lookUp);
    if (!reading) {
      reading = true;
      read();
    }
  }

  private void read() {
    int size = Math.min(maxAtOnce, waiting.size());
    Optional<Reservation> room = memory.reserve(Holder.JOIN, (long) LOOK_UP_BYTES * size);
    if (room.isEmpty()) {
      timer.after(RETRY, () -> loop.execute(this::read));
      return;
    }
    List<Supplier<Runnable>> batch = new ArrayList<>(size);
    while (batch.size() < size) {
      batch.add(waiting.remove());
    }
    new Round(batch, room.get()).begin();
  }

  /** Look-ups under way; what they give is done in the order in which they were asked for. */
  private final class Round {
    private final List<Supplier<Runnable>> lookUps;
    private final Reservation held;
    private final AtomicReferenceArray<Runnable> outcomes;
    private final AtomicInteger open;

    Round(List<Supplier<Runnable>> lookUps, Reservation held) {
      this.held = held;
      this.lookUps = lookUps;
      this.outcomes = new AtomicReferenceArray<>(lookUps.size());
      this.open = new AtomicInteger(lookUps.size());
    }

    void begin() {
      int threads = Math.min(MAX_THREADS, 1 + (lookUps.size() - 1) / FOR_A_THREAD);
      for (int thread = 0; thread < threads; thread++) {
        hand(thread, threads);
      }
    }

    private void hand(int first, int step) {
      try {
        readers.execute(() -> look(first, step));
      } catch (RejectedExecutionException full) {
        timer.after(RETRY, () -> hand(first, step));
      }
    }

    private void look(int first, int step) {
      for (int i = first; i < lookUps.size(); i += step) {
        outcomes.set(i, lookUps.get(i).get());
        if (open.decrementAndGet() == 0) {
          finish();
        }
      }
    }

    private void finish() {
      for (int i = 0; i < outcomes.length(); i++) {
        loop.execute(outcomes.get(i));
      }
      loop.execute(this::end);
    }

    private void end() {
      held.close();
      readOn();
    }
  }

  private void readOn() {
    reading = !waiting.isEmpty();
    if (reading) {
      read();
    }
  }
}
