package io.messageservice.cluster;

import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Nodes and the Redis that they share, which writes every command to its disk before it answers.
 * One thread breaks and mends.
 */
final class NodeGroup implements AutoCloseable {

  private final RedisServer redis;
  private final Duration lease;
  private final List<Node> nodes;
  private long leasesLost;

  private NodeGroup(RedisServer redis, int nodes, Duration lease) {
    this.redis = redis;
    this.lease = lease;
    Map<String, String> settings =
        Map.of("RATE_LIMIT", "off", "PRESENCE_LEASE", lease.toMillis() + "ms");
    this.nodes =
        IntStream.rangeClosed(1, nodes).mapToObj(n -> new Node(n, redis.port(), settings)).toList();
  }

  /** Started and ready. */
  static NodeGroup start(int nodes, RedisVersion version, Duration lease) {
    RedisServer redis =
        RedisServer.start(version, "--appendonly", "yes", "--appendfsync", "always");
    NodeGroup cluster = new NodeGroup(redis, nodes, lease);
    try {
      cluster.nodes.forEach(Node::start);
      cluster.nodes.forEach(Node::awaitReady);
      return cluster;
    } catch (RuntimeException | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  RedisServer redis() {
    return redis;
  }

  /** After how long without a sign of life a node counts as dead. */
  Duration lease() {
    return lease;
  }

  /** Whether a node was found dead although it lived, since this was asked last. */
  boolean takeLeaseLost() {
    long lost =
        nodes.stream().flatMap(node -> node.output().lines()).filter(NodeGroup::isLost).count();
    boolean more = lost > leasesLost;
    leasesLost = lost;
    return more;
  }

  private static boolean isLost(String line) {
    return line.contains("presence_lease_lost");
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    redis.close();
  }
}
