package io.messageservice.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The table of interest in Redis, two hashes of each partition, over a connection of its own: one
 * lists which nodes watch a topic, the other how often each node wrote. One thread at a time.
 */
final class InterestTableReader implements AutoCloseable {

  private static final int PARTITIONS = 16;
  private static final List<String> INTEREST = keys("interest");
  private static final List<String> WATCHERS = keys("watchers");

  private final RespConnection redis;

  InterestTableReader(RedisServerProcess redis) throws IOException {
    this.redis = redis.connect();
  }

  private static List<String> keys(String name) {
    return IntStream.range(0, PARTITIONS).mapToObj(i -> "ms:{p" + i + "}:" + name).toList();
  }

  long size() {
    return INTEREST.stream().mapToLong(key -> redis.number("HLEN", key)).sum();
  }

  long bytes() {
    return bytes(INTEREST);
  }

  long bytesOfWatchers() {
    return bytes(WATCHERS);
  }

  private long bytes(List<String> keys) {
    return keys.stream()
        .mapToLong(key -> redis.number("MEMORY", "USAGE", key, "SAMPLES", "0"))
        .sum();
  }

  /** Topic to the names of nodes. */
  Map<String, Set<String>> read() {
    Map<String, Set<String>> table = new HashMap<>();
    for (String key : INTEREST) {
      List<String> all = redis.texts("HGETALL", key);
      for (int i = 0; i < all.size(); i += 2) {
        table.put(all.get(i), Set.of(all.get(i + 1).split(" ", -1)));
      }
    }
    return table;
  }

  long watchedBy(String node) {
    return read().values().stream().filter(nodes -> nodes.contains(node)).count();
  }

  /** Grows with each write of any node. */
  long writes() {
    return WATCHERS.stream()
        .flatMap(key -> redis.texts("HVALS", key).stream())
        .mapToLong(Long::parseLong)
        .sum();
  }

  void delete() throws IOException {
    List<String> command = new ArrayList<>(List.of("DEL"));
    command.addAll(INTEREST);
    command.addAll(WATCHERS);
    Object unused = redis.ask(command);
  }

  @Override
  public void close() throws IOException {
    redis.close();
  }
}
