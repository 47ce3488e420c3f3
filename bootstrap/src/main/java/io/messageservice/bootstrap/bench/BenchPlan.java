package io.messageservice.bootstrap.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be done to a service.
 *
 * @param url where clients connect
 * @param connections how many, each of a user of its own where there are tokens for that
 * @param roomSize how many of them share a conversation
 * @param rate messages a second, of all together
 * @param churn connections that are closed and opened again each second, of all together
 * @param time for how long messages are sent
 * @param contentLength of each message
 * @param metrics the management port, to read the server's use of the processor; empty: unknown
 * @param pid of the server on this machine, for the same; empty: unknown
 */
public record BenchPlan(
    URI url,
    int connections,
    int roomSize,
    double rate,
    double churn,
    Duration time,
    int contentLength,
    Optional<URI> metrics,
    OptionalLong pid) {

  public static final int MAX_CONNECTIONS = 20_000;
  public static final int MAX_ROOM_SIZE = 1_000;
  public static final int MAX_RATE = 100_000;
  public static final int MAX_CHURN = 1_000;
  public static final int MAX_CONTENT_LENGTH = 8_000;

  /** How many conversations there are; the last one has the rest. */
  int rooms() {
    return Math.max(1, connections / roomSize);
  }

  /** The conversation of a connection. */
  int roomOf(int connection) {
    return Math.min(connection / roomSize, rooms() - 1);
  }
}
