package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.position.RedisPositions;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.change.ReaderPositions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Writes what happened to a stream for other services: every change that the store logged and every
 * transition that the board logged, at least once, and in a conversation in order. Each node runs
 * one; each log is read by one node at a time. Any thread may call.
 */
public final class EventStream implements AutoCloseable {

  /** How often a log that this node reads is looked at, where nothing was new. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  /** How often it is looked at whether another node still reads. */
  private static final Duration WATCH = RedisPositions.LEASE.dividedBy(3);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final String CHANGES = "changes";
  private static final String PRESENCE = "presence";

  private final BridgeEnvironment environment;
  private final EventStreamEvents events;
  private final EventWriter writer;
  private final ReaderPositions positions;
  private final List<SourceReader> readers;

  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param changes of a store of any kind
   * @param history of the same store
   * @param length about how many events are kept
   */
  public EventStream(
      BridgeEnvironment environment,
      ChangeLog changes,
      History history,
      int length,
      EventStreamEvents events) {
    this.environment = environment;
    this.events = events;
    this.writer = new EventWriter(environment, length, events);
    this.positions =
        new RedisPositions(
            environment.redis(), environment.node(), environment.nanoTime(), EventStream::key);
    this.readers =
        List.of(
            new SourceReader(CHANGES, new ChangeSource(changes, history, events)),
            new SourceReader(
                PRESENCE, new PresenceSource(new BoardLog(environment.redis()), events)));
    environment.thread().execute(this::round);
  }

  /** Beside which it is noted how far a reader has come. */
  private static String key(String reader) {
    return reader.equals(PRESENCE) ? BoardLog.KEY : RedisPositions.key(reader);
  }

  /** Writes nothing more; another node goes on at once. To be called before its thread ends. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      environment.thread().execute(this::leave);
    }
  }

  private void round() {
    if (closed) {
      return;
    }
    boolean more = false;
    for (SourceReader reader : readers) {
      more |= reader.attempt();
    }
    if (more) {
      environment.thread().execute(this::round);
    } else {
      environment.after(PERIOD, this::round);
    }
  }

  private void leave() {
    try {
      readers.forEach(reader -> positions.leave(reader.name));
    } catch (RuntimeException failure) {
      events.failed(failure);
    }
  }

  /**
   * Brings what one source holds to the stream: first written, then noted as read, so that what a
   * node that dies has not noted is written again. Only the thread of the stream may call.
   */
  private final class SourceReader {
    private final String name;
    private final EventSource source;

    /** When it is looked at next, by a clock that never goes back. */
    private long dueAt = environment.nanoTime().getAsLong();

    SourceReader(String name, EventSource source) {
      this.name = name;
      this.source = source;
    }

    /** Whether there may be more. A source that cannot be read does not keep others from it. */
    boolean attempt() {
      long now = environment.nanoTime().getAsLong();
      try {
        return now - dueAt >= 0 && readOn(now);
      } catch (RuntimeException | Error failure) {
        writer.clear();
        dueAt = now + PAUSE.toNanos();
        events.failed(failure);
        return false;
      }
    }

    private boolean readOn(long now) {
      Optional<String> position = positions.take(name);
      if (position.isEmpty()) {
        dueAt = now + WATCH.toNanos();
        return false;
      }
      EventSource.Step step = source.read(position.get(), writer);
      writer.flush();
      return !step.position().equals(position.get())
          && positions.note(name, step.position())
          && step.more();
    }
  }
}
