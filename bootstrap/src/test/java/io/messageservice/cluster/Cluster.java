package io.messageservice.cluster;

import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Nodes and the Redis that they share, which writes every command to its disk before it answers.
 * One thread breaks and mends.
 */
final class Cluster implements AutoCloseable {

  private static final Map<String, String> SETTINGS = Map.of("RATE_LIMIT", "off");

  private final RedisServer redis;
  private final List<Node> nodes;

  private Cluster(RedisServer redis, int nodes) {
    this.redis = redis;
    this.nodes =
        IntStream.rangeClosed(1, nodes).mapToObj(n -> new Node(n, redis.port(), SETTINGS)).toList();
  }

  /** Started and ready. */
  static Cluster start(int nodes, RedisVersion version) {
    RedisServer redis =
        RedisServer.start(version, "--appendonly", "yes", "--appendfsync", "always");
    Cluster cluster = new Cluster(redis, nodes);
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

  @Override
  public void close() {
    nodes.forEach(Node::close);
    redis.close();
  }
}
