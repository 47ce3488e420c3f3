package io.messageservice.bootstrap.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/**
 * What the file descriptors of this process allow. Of those that are reserved, a half is for the
 * store, the jar and the selectors; of the other, a half for sockets that are not upgraded, and the
 * rest for those that only get the answer that there is no room.
 */
public final class Descriptors {

  private static final int RESERVED = 256;
  private static final int UNKNOWN = 100_000;
  private static final int MOST = 10_000_000;

  private Descriptors() {}

  /** Connections to be served. */
  public static int connections() {
    return connectionsOf(all());
  }

  /** All sockets of the public port. */
  static SocketLimits sockets() {
    return socketsOf(all());
  }

  /** Connections to be served where the process may open so many descriptors. */
  public static int connectionsOf(long descriptors) {
    return atMost(descriptors - reserved(descriptors));
  }

  static SocketLimits socketsOf(long descriptors) {
    long reserved = reserved(descriptors);
    return new SocketLimits(
        atMost(descriptors - reserved * 3 / 4), atMost(descriptors - reserved / 2));
  }

  /** Where there are few, half of them. */
  private static long reserved(long descriptors) {
    return Math.min(RESERVED, descriptors / 2);
  }

  private static int atMost(long count) {
    return (int) Math.min(MOST, count);
  }

  /** How many the process may open; empty where the system does not say. */
  public static OptionalLong limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
        : OptionalLong.empty();
  }

  private static long all() {
    return limit().orElse(UNKNOWN);
  }
}
