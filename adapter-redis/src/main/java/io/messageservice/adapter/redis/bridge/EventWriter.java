package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes events to their stream, many at once. One thread at a time may call; it waits for Redis.
 */
final class EventWriter implements Consumer<StreamEvent> {

  private static final RedisScript APPEND = RedisScript.beside(EventWriter.class, "append.lua");

  private static final int MAX_EVENTS = 512;
  private static final int MAX_BYTES = 1 << 20;

  private final BridgeEnvironment environment;
  private final String key;
  private final int length;
  private final EventStreamEvents events;

  private final List<Object> waiting = new ArrayList<>();
  private int waitingBytes;

  /**
   * @param length about how many events are kept
   */
  EventWriter(BridgeEnvironment environment, int length, EventStreamEvents events) {
    this.environment = environment;
    this.events = events;
    this.key = environment.redis().prefix() + "events";
    this.length = length;
    clear();
  }

  /** Writes it with those that wait, at {@link #flush} at the latest. */
  @Override
  public void accept(StreamEvent event) {
    byte[] data = RedisScript.word(event.data());
    waiting.add(event.id());
    waiting.add(event.type());
    waiting.add(data);
    waitingBytes += data.length;
    if (waiting.size() > 3 * MAX_EVENTS || waitingBytes > MAX_BYTES) {
      flush();
    }
  }

  /**
   * Writes what waits.
   *
   * @throws RuntimeException where it was not written, or was and nobody knows; nothing waits then
   */
  void flush() {
    if (waiting.size() == 1) {
      return;
    }
    List<Object> words = List.copyOf(waiting);
    clear();
    long written = RedisAnswers.await(APPEND.number(environment.redis(), key, words));
    events.written((int) written);
  }

  /** What waits is not written. */
  void clear() {
    waiting.clear();
    waiting.add(length);
    waitingBytes = 0;
  }
}
