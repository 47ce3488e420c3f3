package io.messageservice.load;

import static io.messageservice.load.Waiting.pause;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * Looks all the time at the table of interest, and notes since when it is as it was before, and
 * when a node wrote to it first and last. One thread asks, after the end; a thread of its own
 * looks.
 */
final class WatchedTable {

  private static final long LOOK_MILLIS = 20;

  private final RedisServerProcess redis;
  private final Map<String, Set<String>> whole;
  private final Thread thread;
  private volatile boolean over;

  /** The thread writes it, as all below; read when the thread has ended. */
  private long written;

  private long wholeAt;
  private long firstWrittenAt;
  private long lastWrittenAt;

  /**
   * Looks from now on.
   *
   * @param whole how the table was before
   * @param writtenBefore how often it had been written
   */
  WatchedTable(RedisServerProcess redis, Map<String, Set<String>> whole, long writtenBefore) {
    this.redis = redis;
    this.whole = whole;
    this.written = writtenBefore;
    thread = new Thread(this::look, "table");
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    try (InterestTableReader table = new InterestTableReader(redis)) {
      while (!over) {
        lookForWrites(table.writes());
        boolean isWhole = table.size() == whole.size() && table.read().equals(whole);
        if (!isWhole) {
          wholeAt = 0;
        } else if (wholeAt == 0) {
          wholeAt = System.nanoTime();
        }
        pause(LOOK_MILLIS);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void lookForWrites(long now) {
    if (now > written) {
      lastWrittenAt = System.nanoTime();
      firstWrittenAt = firstWrittenAt == 0 ? lastWrittenAt : firstWrittenAt;
    }
    written = now;
  }

  /** Throws where the table is not whole by now, or was never written. */
  void end() throws InterruptedException {
    over = true;
    thread.join();
    Figures.require(wholeAt > 0 && lastWrittenAt > 0, "the table is not whole");
  }

  double wholeAfter(long begin) {
    return Figures.secondsBetween(begin, wholeAt);
  }

  double firstWrittenAfter(long begin) {
    return Figures.secondsBetween(begin, firstWrittenAt);
  }

  double lastWrittenAfter(long begin) {
    return Figures.secondsBetween(begin, lastWrittenAt);
  }
}
