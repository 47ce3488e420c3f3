package io.messageservice.adapter.redis.server;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.UnusableRedis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNode.InfoSection;
import org.redisson.client.RedisException;
import org.redisson.client.protocol.Time;

/**
 * What the servers are like, for an operator who asks before a start or beside it.
 *
 * @param versions of the masters, each once
 * @param warnings what they would lose by their settings, as a start reports it
 * @param ahead how far the clock of the first one is before the clock of this machine
 * @param roundTrip until it answers a command: the median of some
 */
public record RedisInspection(
    List<String> versions, List<String> warnings, Duration ahead, Duration roundTrip) {

  private static final int ROUND_TRIPS = 11;

  public RedisInspection {
    versions = List.copyOf(versions);
    warnings = List.copyOf(warnings);
  }

  /**
   * Connects, asks and ends the connection. It blocks.
   *
   * @param nanoTime never goes back; from any origin
   * @throws UnusableRedis where Redis cannot be reached, or does not answer
   */
  public static RedisInspection of(RedisConfig config, InstantSource clock, LongSupplier nanoTime) {
    try (RedisConnection connection = RedisConnection.openForSubscriptions(config)) {
      return of(connection, clock, nanoTime);
    } catch (RedisException e) {
      throw new UnusableRedis("Redis does not say what it is: INFO or TIME failed", e);
    }
  }

  private static RedisInspection of(
      RedisConnection connection, InstantSource clock, LongSupplier nanoTime) {
    Durability durability = new Durability(connection);
    List<RedisNode> masters = durability.masters();
    RedisNode first = masters.get(0);
    Duration roundTrip = roundTrip(first, nanoTime);
    Instant here = clock.instant().plus(roundTrip.dividedBy(2));
    return new RedisInspection(
        masters.stream().map(RedisInspection::version).distinct().toList(),
        durability.warnings(),
        Duration.between(here, instant(first.time())),
        roundTrip);
  }

  private static String version(RedisNode server) {
    return server.info(InfoSection.SERVER).getOrDefault("redis_version", "");
  }

  private static Instant instant(Time time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getMicroseconds() * 1_000L);
  }

  private static Duration roundTrip(RedisNode server, LongSupplier nanoTime) {
    long[] sorted =
        IntStream.range(0, ROUND_TRIPS)
            .mapToLong(
                number -> {
                  long begun = nanoTime.getAsLong();
                  Time unused = server.time();
                  return nanoTime.getAsLong() - begun;
                })
            .sorted()
            .toArray();
    return Duration.ofNanos(sorted[ROUND_TRIPS / 2]);
  }
}
