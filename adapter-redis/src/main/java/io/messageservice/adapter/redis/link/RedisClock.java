package io.messageservice.adapter.redis.link;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.UnusableRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The time as the server tells it, so that the nodes of a cluster agree on it to about half a round
 * trip, however their own clocks go. Between two looks it goes on by this machine's own monotonic
 * clock. Where another server tells another time all nodes go over to it at the same slow pace, so
 * that they agree meanwhile; a difference that no slow pace makes good is taken at once. Any thread
 * may ask.
 */
public final class RedisClock implements InstantSource {

  private static final RedisScript TIME = RedisScript.beside(RedisClock.class, "time.lua");
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** An answer that took longer says too little. */
  private static final long MAX_ROUND_TRIP_NANOS = Duration.ofMillis(100).toNanos();

  /** By how much a look changes the time, unless it is wrong by more than can be made good so. */
  private static final long MAX_STEP_NANOS = Duration.ofMillis(50).toNanos();

  private static final long MAX_ERROR_NANOS = Duration.ofSeconds(2).toNanos();
  private static final int FIRST_LOOKS = 5;
  private static final long NANOS = 1_000_000_000;

  private final RedisConnection connection;
  private final LongSupplier nanoTime;
  private final String key;

  /** What is to be added to the monotonic clock for nanoseconds since 1970. */
  private volatile long offset;

  /** What the server said, as nanoseconds since 1970 at a time of the monotonic clock. */
  record Answer(long sentAt, long receivedAt, long epochNanos) {

    long roundTrip() {
      return receivedAt - sentAt;
    }

    /** As if it had been said in the middle of the way. */
    long offset() {
      return epochNanos - (sentAt + roundTrip() / 2);
    }
  }

  private RedisClock(RedisConnection connection, LongSupplier nanoTime) {
    this.connection = connection;
    this.nanoTime = nanoTime;
    this.key = connection.prefix() + new Partition(0).tag() + "time";
  }

  /**
   * A clock that has been set. Blocks for a few round trips.
   *
   * @throws UnusableRedis where the server does not tell the time
   */
  public static RedisClock open(RedisConnection connection, LongSupplier nanoTime) {
    RedisClock clock = new RedisClock(connection, nanoTime);
    Answer best = clock.first();
    for (int i = 1; i < FIRST_LOOKS; i++) {
      Answer next = clock.first();
      best = next.roundTrip() < best.roundTrip() ? next : best;
    }
    clock.offset = best.offset();
    return clock;
  }

  /** Looks every second from now on. */
  public void keep(Link link) {
    CompletableFuture<Void> unused =
        ask()
            .thenAccept(this::correct)
            .whenComplete((done, failed) -> link.after(EVERY, () -> keep(link)));
  }

  @Override
  public Instant instant() {
    long nanos = nanoTime.getAsLong() + offset;
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  /** Goes over to what the server says. */
  void correct(Answer answer) {
    if (answer.roundTrip() <= MAX_ROUND_TRIP_NANOS) {
      long before = offset;
      long error = answer.offset() - before;
      boolean isSmall = Math.abs(error) <= MAX_ERROR_NANOS;
      offset =
          before + (isSmall ? Math.max(-MAX_STEP_NANOS, Math.min(MAX_STEP_NANOS, error)) : error);
    }
  }

  private Answer first() {
    try {
      return ask().get(RedisConnection.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new UnusableRedis("does not tell the time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableRedis("does not tell the time");
    }
  }

  private CompletableFuture<Answer> ask() {
    long sentAt = nanoTime.getAsLong();
    return TIME.list(connection, key)
        .thenApply(answer -> new Answer(sentAt, nanoTime.getAsLong(), nanos(answer)));
  }

  private static long nanos(List<Object> answer) {
    return number(answer.get(0)) * NANOS + number(answer.get(1)) * 1_000;
  }

  private static long number(Object word) {
    return Long.parseLong(new String((byte[]) word, StandardCharsets.UTF_8));
  }
}
