package io.messageservice.application.fanout;

import io.messageservice.application.port.in.Connection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of one event loop that opened while messages were on their way to it: what looked
 * up its receivers before a connection opened is not for the connection. Only the event loop's
 * thread may call.
 */
final class Openings {

  /** With the numbers of their openings. */
  private final Map<Connection, Long> newcomers = new HashMap<>();

  /** The last opening that each lane's last message took into account. */
  private final long[] lanes;

  /** The last opening that every lane was seen to have passed. */
  private long passed;

  Openings(int lanes) {
    this.lanes = new long[lanes];
  }

  void open(Connection connection, long number) {
    if (number > passed) {
      newcomers.put(connection, number);
    }
  }

  void close(Connection connection) {
    newcomers.remove(connection);
  }

  /** A message of a lane arrived that took the openings up to that number into account. */
  void message(int lane, long number) {
    lanes[lane] = number;
    if (!newcomers.isEmpty()) {
      long all = lanes.length == 1 ? number : Arrays.stream(lanes).min().orElse(0);
      if (all > passed) {
        passed = all;
        newcomers.values().removeIf(opening -> opening <= all);
      }
    }
  }

  /** Whether the connection opened after that number. */
  boolean isAfter(Connection connection, long number) {
    return !newcomers.isEmpty() && newcomers.getOrDefault(connection, 0L) > number;
  }
}
