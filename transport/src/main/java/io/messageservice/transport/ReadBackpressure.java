package io.messageservice.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether commands may be read on this node. While the {@link Inbox} of any event loop is full, no
 * loop reads from connections that send: whatever fills it comes from there, through a lane or
 * directly. Running a task never waits for a read, so the inboxes empty whatever is held back. Any
 * thread may call.
 */
final class ReadBackpressure {

  /**
   * Events that wait for a loop: at the first nothing more is read, until the second; fewer where
   * memory is small.
   */
  static final int FULL = 16_384;

  static final int ROOM_AGAIN = FULL / 4;

  /** What an event may hold; a larger one counts for several. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  /** The part of the memory for clients that may wait for one loop. */
  private static final int SHARE = 8;

  private final int full;
  private final AtomicInteger fullInboxes = new AtomicInteger();
  private final List<Runnable> openings = new CopyOnWriteArrayList<>();

  /**
   * @param memoryBytes what may be held for clients
   */
  ReadBackpressure(long memoryBytes) {
    this.full = (int) Math.max(SHARE, Math.min(FULL, memoryBytes / SHARE / BYTES_OF_WEIGHT));
  }

  boolean isOpen() {
    return fullInboxes.get() == 0;
  }

  /**
   * An empty inbox.
   *
   * @param opening is run, on any thread, each time that no inbox is full any more
   */
  Inbox inbox(Runnable opening) {
    openings.add(opening);
    return new Inbox();
  }

  /**
   * How much waits for one loop. Bounded by stopping to read, not by refusing: what was read before
   * it became full, at most a lane of commands, still comes in.
   */
  final class Inbox {

    private final AtomicInteger waiting = new AtomicInteger();

    /** Written under the lock of the outer object, where it is compared with what waits. */
    private volatile boolean closed;

    /** To be called before the task is handed over, so that its removal finds what this did. */
    void add(int weight) {
      if (waiting.addAndGet(weight) >= full && !closed) {
        close();
      }
    }

    void remove(int weight) {
      if (waiting.addAndGet(-weight) <= full / 4 && closed && open()) {
        openings.forEach(Runnable::run);
      }
    }

    private void close() {
      synchronized (ReadBackpressure.this) {
        if (!closed && waiting.get() >= full) {
          closed = true;
          fullInboxes.incrementAndGet();
        }
      }
    }

    /** Whether no inbox is full any more by this. */
    private boolean open() {
      synchronized (ReadBackpressure.this) {
        if (closed && waiting.get() <= full / 4) {
          closed = false;
          return fullInboxes.decrementAndGet() == 0;
        }
        return false;
      }
    }
  }
}
