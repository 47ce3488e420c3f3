package io.messageservice.application.presence;

import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.decision.UserNote.Moved;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Has the log of changes say who came online and who went offline, where one node is all there is:
 * in the order in which it is announced, at least once while the node lives. Only the presence
 * thread calls, but for {@link #begin}.
 */
public final class PresenceNotes {

  /** The most that wait. What comes then is in no log, and reported. */
  static final int MAX_WAITING = 100_000;

  /** The most that wait in lanes. */
  private static final int MAX_AT_ONCE = 256;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final BiConsumer<Moved, Consumer<Boolean>> notes;
  private final Executor thread;
  private final Timer timer;
  private final Faults faults;
  private final Deque<Moved> waiting = new ArrayDeque<>();

  /** Whether the first of them are in lanes, or are tried again soon. */
  private boolean underWay;

  private volatile boolean begun;

  /**
   * Notes nothing yet.
   *
   * @param notes has it noted, and reports on any thread whether it is stored for certain
   * @param thread runs one task at a time, in order
   */
  public PresenceNotes(
      BiConsumer<Moved, Consumer<Boolean>> notes, Executor thread, Timer timer, Faults faults) {
    this.notes = notes;
    this.thread = thread;
    this.timer = timer;
    this.faults = faults;
  }

  /** From now on it is noted. Any thread may call. */
  public void begin() {
    begun = true;
  }

  /** It is announced. */
  void announced(Moved moved) {
    if (!begun) {
      return;
    }
    if (waiting.size() == MAX_WAITING) {
      faults.broke("presence", new IllegalStateException("too many wait to be noted"));
      return;
    }
    waiting.add(moved);
    if (!underWay) {
      store();
    }
  }

  private void store() {
    underWay = true;
    List<Moved> some = waiting.stream().limit(MAX_AT_ONCE).toList();
    AtomicInteger open = new AtomicInteger(some.size());
    AtomicBoolean failed = new AtomicBoolean();
    for (Moved moved : some) {
      notes.accept(
          moved,
          stored -> {
            if (!stored) {
              failed.set(true);
            }
            if (open.decrementAndGet() == 0) {
              thread.execute(() -> ended(some.size(), failed.get()));
            }
          });
    }
  }

  private void ended(int count, boolean failed) {
    if (failed) {
      timer.after(RETRY, () -> thread.execute(this::store)); // all of them, in their order
      return;
    }
    for (int i = 0; i < count; i++) {
      waiting.remove();
    }
    underWay = !waiting.isEmpty();
    if (underWay) {
      store();
    }
  }
}
