package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.bridge.Log.Take;
import io.messageservice.protocol.service.ServiceEvents;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Brings what one log holds to the stream of events: first told, then noted as told, so that what a
 * node that dies has not noted is told again. One thread at a time may call; it blocks.
 */
final class Pump {

  private final Log log;
  private final Telling telling;
  private final EventWriter writer;
  private final EventStreamEvents events;

  /** When it is looked at next, by a clock that never goes back. */
  private long dueAt;

  /** Whether what was taken last was not all there was. */
  private boolean more;

  Pump(Log log, Telling telling, EventWriter writer, EventStreamEvents events) {
    this.log = log;
    this.telling = telling;
    this.writer = writer;
    this.events = events;
  }

  boolean hasMore() {
    return more;
  }

  boolean isDue(long nanoTime) {
    return nanoTime - dueAt >= 0;
  }

  void notBefore(long nanoTime) {
    dueAt = nanoTime;
    more = false;
  }

  CompletableFuture<Take> take() {
    return log.take();
  }

  /**
   * Tells what was taken.
   *
   * @throws RuntimeException where it could not be told or noted; all of it is told again
   */
  void pass(Take taken) {
    more = false;
    List<LogEntry> entries = taken.entries();
    if (entries.isEmpty()) {
      return;
    }
    if (taken.lost() > 0) {
      events.lost(log.name(), taken.lost());
      tellLost("before-" + entries.get(0).id(), taken.lost());
    }
    for (LogEntry garbled : telling.tell(entries, writer)) {
      events.garbled(log.name(), garbled.id());
      tellLost(garbled.id(), 1);
    }
    writer.flush();
    long unused = RedisAnswers.await(log.passed(entries.get(entries.size() - 1)));
    more = entries.size() == Log.MOST;
  }

  void leave() {
    long unused = RedisAnswers.await(log.leave());
  }

  private void tellLost(String where, long count) {
    writer.accept(
        new Happening(
            log.name() + "-" + where, "eventsLost", ServiceEvents.lost(log.name(), count)));
  }

  /** What the entries of a log tell other services. One thread at a time may call; it may block. */
  interface Telling {

    /**
     * Tells of the entries. In the order of the log, as far as it matters to anybody.
     *
     * @param to takes what happened
     * @return those that nobody understands
     */
    List<LogEntry> tell(List<LogEntry> entries, Consumer<Happening> to);
  }
}
