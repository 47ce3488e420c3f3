package io.messageservice.adapter.redis.link;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.application.port.out.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The time of the nodes of a cluster, on which they agree to about half a round trip, however their
 * own clocks go. It follows that of the server; between two looks it goes on by this machine's own
 * monotonic clock. It follows no jump: where the server has another time, since its clock jumped or
 * it is another server, all nodes go over to it at the same slow pace, so that they agree
 * meanwhile. One that begins takes their time, and so does one that is far behind them, since its
 * machine stood still. Any thread may ask.
 */
public final class RedisClock implements InstantSource {

  private static final RedisScript TIME = RedisScript.beside(RedisClock.class, "time.lua");
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** An answer that took longer is too inexact. */
  private static final long MAX_ROUND_TRIP_NANOS = Duration.ofMillis(100).toNanos();

  /** Of the time that passes, how much is gained or lost at most. */
  private static final int PACE = 20;

  /** Less than the clocks of nodes may differ is made good at once. */
  private static final long SMALL_NANOS = Duration.ofMillis(50).toNanos();

  /**
   * A node that is further behind the others takes their time at once. Nodes that go back to an
   * earlier time differ by less, or the one that goes last would hold up all.
   */
  private static final long BEHIND_NANOS = Duration.ofMillis(200).toNanos();

  private static final int FIRST_LOOKS = 5;
  private static final long NANOS = 1_000_000_000;

  private final RedisConnection connection;
  private final LongSupplier nanoTime;
  private final String key;

  /** What is to be added to the monotonic clock for nanoseconds since 1970. */
  private volatile long offset;

  /** When that was set last. One look at a time. */
  private long setAt;

  /**
   * What the server answered, as nanoseconds since 1970 at a time of the monotonic clock.
   *
   * @param epochNanos its own time
   * @param nodesNanos the time of the nodes, as far as it knows
   */
  record Answer(long sentAt, long receivedAt, long epochNanos, long nodesNanos) {

    long roundTrip() {
      return receivedAt - sentAt;
    }

    /** As if it had been read in the middle of the round trip. */
    long offset() {
      return epochNanos - (sentAt + roundTrip() / 2);
    }

    long nodesOffset() {
      return nodesNanos - (sentAt + roundTrip() / 2);
    }

    /** With which a node is not ahead of the others, however long the answer took. */
    long leastNodesOffset() {
      return nodesNanos - receivedAt;
    }
  }

  private RedisClock(RedisConnection connection, LongSupplier nanoTime) {
    this.connection = connection;
    this.nanoTime = nanoTime;
    this.key = connection.prefix() + new KeyPartition(0).tag() + "time";
  }

  /**
   * A clock that has been set. Blocks for a few round trips.
   *
   * @throws UnusableRedis where the server does not give the time
   */
  public static RedisClock open(RedisConnection connection, LongSupplier nanoTime) {
    RedisClock clock = new RedisClock(connection, nanoTime);
    Answer best = clock.first();
    for (int i = 1; i < FIRST_LOOKS; i++) {
      Answer next = clock.first();
      best = next.roundTrip() < best.roundTrip() ? next : best;
    }
    clock.offset = best.nodesOffset();
    clock.setAt = best.receivedAt();
    return clock;
  }

  /** Looks every second from now on. */
  public void keep(Link link) {
    CompletableFuture<Void> unused =
        look().whenComplete((done, failed) -> link.after(EVERY, () -> keep(link)));
  }

  /** Reports the time of this node, and is corrected. */
  CompletableFuture<Void> look() {
    return ask(Long.toString(micros(instant()))).thenAccept(this::correct);
  }

  @Override
  public Instant instant() {
    long nanos = nanoTime.getAsLong() + offset;
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  /** Goes over to the time of the others where far behind, and to that of the server, a little. */
  void correct(Answer answer) {
    long least = answer.leastNodesOffset();
    if (least - offset > BEHIND_NANOS) {
      setAt = answer.receivedAt();
      offset = least;
    } else if (answer.roundTrip() <= MAX_ROUND_TRIP_NANOS) {
      approach(answer);
    }
  }

  private void approach(Answer answer) {
    long most = Math.max(SMALL_NANOS, (answer.receivedAt() - setAt) / PACE);
    long before = offset;
    long error = answer.offset() - before;
    setAt = answer.receivedAt();
    offset = before + Math.max(-most, Math.min(most, error));
  }

  private Answer first() {
    try {
      return RedisAnswers.await(ask(""));
    } catch (StoreUnavailable e) {
      throw new UnusableRedis("does not give the time");
    }
  }

  /**
   * @param nodes the time of the nodes, as far as this one knows
   */
  private CompletableFuture<Answer> ask(String nodes) {
    long sentAt = nanoTime.getAsLong();
    return TIME.list(connection, key, nodes)
        .thenApply(
            answer ->
                new Answer(
                    sentAt,
                    nanoTime.getAsLong(),
                    1_000 * RedisAnswers.number(answer.get(0)),
                    1_000 * RedisAnswers.number(answer.get(1))));
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
