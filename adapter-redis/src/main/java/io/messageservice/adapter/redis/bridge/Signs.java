package io.messageservice.adapter.redis.bridge;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Signs of life of others. They are only compared for being the same: one that stays the same for
 * long, by the monotonic clock of this node, was not given again. One thread at a time may call.
 */
final class Signs {

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
   * @param seen the last sign of each; who is not in it is forgotten
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
