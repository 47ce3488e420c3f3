package io.messageservice.adapter.redis.presence;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How a node keeps who is online.
 *
 * @param prefix of all keys and channels
 * @param node the name of this node, never used before and never again: at most 64 letters, digits,
 *     {@code -} and {@code _}
 * @param lease how long the users of a node count as online after its last sign of life; the same
 *     for all nodes
 */
public record PresenceConfig(String prefix, String node, Duration lease) {

  /** How long a lease usually is. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Duration MIN_LEASE = Duration.ofSeconds(1);
  private static final Duration MAX_PERIOD = Duration.ofSeconds(1);

  /**
   * @throws IllegalArgumentException where the name is none or the lease is too short
   */
  public PresenceConfig {
    if (!NAME.matcher(node).matches()) {
      throw new IllegalArgumentException("not the name of a node: " + node);
    }
    if (lease.compareTo(MIN_LEASE) < 0) {
      throw new IllegalArgumentException("a lease of less than a second: " + lease);
    }
  }

  /** How often the lease is renewed and others' are looked at: three times a lease at least. */
  Duration period() {
    Duration third = lease.dividedBy(3);
    return third.compareTo(MAX_PERIOD) < 0 ? third : MAX_PERIOD;
  }
}
