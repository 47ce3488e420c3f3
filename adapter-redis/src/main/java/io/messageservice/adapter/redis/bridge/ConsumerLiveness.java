package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which consumers of the commands are silent, and which commands this node has without knowing of
 * them since an answer of Redis was lost. Decided by the monotonic clock of this node alone, while
 * it looks. One thread at a time may call.
 */
final class ConsumerLiveness {

  /** How many looks there are in the time after which a consumer counts as silent. */
  private static final int LOOKS = 8;

  private final Duration left;
  private final Signs consumers = new Signs();
  private final Signs unknown = new Signs();

  /** Consumers that have taken commands. */
  private final Set<String> holders = new HashSet<>();

  private long lookedAt;

  /**
   * @param left how long one may give no sign
   * @param now in nanoseconds, as everywhere here
   */
  ConsumerLiveness(Duration left, long now) {
    this.left = left;
    this.lookedAt = now - left.toNanos();
  }

  /** Whether it is time to look. */
  boolean isDue(long now) {
    return now - lookedAt >= left.toNanos() / LOOKS;
  }

  /**
   * What a look showed. Nothing is known of a time without looks: where Redis was away, others
   * could give no sign either.
   *
   * @param strays commands that this node has without knowing of them
   * @param others of each consumer: name, sign, how many commands it has
   * @param now not before it was read
   */
  void see(List<?> strays, List<?> others, long now) {
    if (wasBlind(now)) {
      consumers.clear();
      unknown.clear();
    }
    lookedAt = now;
    Map<String, String> signs = new HashMap<>();
    holders.clear();
    for (Object other : others) {
      List<?> parts = RedisAnswers.list(other);
      String name = RedisAnswers.text(parts.get(0));
      signs.put(name, RedisAnswers.text(parts.get(1)));
      if (RedisAnswers.number(parts.get(2)) > 0) {
        holders.add(name);
      }
    }
    consumers.see(signs, now);
    Map<String, String> ids = new HashMap<>();
    strays.forEach(id -> ids.put(RedisAnswers.text(id), ""));
    unknown.see(ids, now);
  }

  /** Consumers that left commands behind, each with its last sign. */
  Map<String, String> silent(long now) {
    if (wasBlind(now)) {
      return Map.of();
    }
    Map<String, String> silent = consumers.unchanged(left, now);
    silent.keySet().retainAll(holders);
    return silent;
  }

  /** Commands that this node has without knowing of them for as long. */
  Set<String> lost(long now) {
    return wasBlind(now) ? Set.of() : unknown.unchanged(left, now).keySet();
  }

  /** Consumers that did nothing for that long. */
  Set<String> absent(Duration time, long now) {
    return consumers.unchanged(time, now).keySet();
  }

  private boolean wasBlind(long now) {
    return now - lookedAt > left.toNanos();
  }

  /**
   * Signs of life of others. They are only compared for being the same: one that stays the same for
   * long, by the monotonic clock of this node, was not given again.
   */
  private static final class Signs {

    private final Map<String, Sign> signs = new HashMap<>();

    /**
     * A sign.
     *
     * @param value another one each time
     * @param at when this node first saw it, in nanoseconds
     */
    private record Sign(String value, long at) {}

    /**
     * This is what the others show.
     *
     * @param seen the last sign of each; consumers that are not in it are forgotten
     * @param now in nanoseconds, not before it was read
     */
    void see(Map<String, String> seen, long now) {
      signs.keySet().retainAll(seen.keySet());
      seen.forEach(
          (name, value) -> {
            Sign last = signs.get(name);
            if (last == null || !last.value().equals(value)) {
              signs.put(name, new Sign(value, now));
            }
          });
    }

    /** Begins to watch all over again. */
    void clear() {
      signs.clear();
    }

    /** The signs that have stayed the same for at least that long. */
    Map<String, String> unchanged(Duration time, long now) {
      Map<String, String> unchanged = new HashMap<>();
      signs.forEach(
          (name, sign) -> {
            if (now - sign.at() >= time.toNanos()) {
              unchanged.put(name, sign.value());
            }
          });
      return unchanged;
    }
  }
}
