package io.messageservice.cluster;

import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.RedisVersions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one run does.
 *
 * @param seed of all that is decided by chance
 * @param rounds how many faults, each judged
 * @param minutes after which no round begins any more
 * @param nodes how many of them
 * @param speakers how many users send
 * @param visitors how many users only come and go
 * @param every how often each speaker says something
 * @param lease after how long without a sign of life a node counts as dead
 * @param faults parts of the names of those that are inflicted, one after another; all where empty
 * @param redis what it runs on
 */
record ClusterPlan(
    long seed,
    int rounds,
    int minutes,
    int nodes,
    int speakers,
    int visitors,
    Duration every,
    Duration lease,
    List<String> faults,
    RedisVersion redis) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "--rounds", "64",
          "--minutes", "600",
          "--nodes", "3",
          "--speakers", "8",
          "--visitors", "4",
          "--every", "50",
          "--lease", "10",
          "--faults", "",
          "--redis", "");

  /** Names and values in turn. */
  static ClusterPlan of(String... arguments) {
    Map<String, String> values = new HashMap<>(DEFAULTS);
    values.put("--seed", Long.toString(System.nanoTime()));
    Set<String> known = Set.copyOf(values.keySet());
    for (int i = 0; i < arguments.length; i += 2) {
      if (!known.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException("one of " + known + " and a value, not " + arguments[i]);
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    return new ClusterPlan(
        Long.parseLong(values.getOrDefault("--seed", "0")),
        number(values, "--rounds"),
        number(values, "--minutes"),
        number(values, "--nodes"),
        number(values, "--speakers"),
        number(values, "--visitors"),
        Duration.ofMillis(number(values, "--every")),
        Duration.ofSeconds(number(values, "--lease")),
        faults(values.getOrDefault("--faults", "")),
        redis(values.getOrDefault("--redis", "")));
  }

  private static List<String> faults(String parts) {
    return parts.isEmpty() ? List.of() : List.of(parts.split(",", -1));
  }

  private static int number(Map<String, String> values, String name) {
    return Integer.parseInt(values.getOrDefault(name, "0"));
  }

  /** The newest whose version begins so. */
  private static RedisVersion redis(String version) {
    return RedisVersions.all().stream()
        .filter(had -> had.name().contains(version))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> new IllegalArgumentException("no Redis " + version + " can be had"));
  }
}
