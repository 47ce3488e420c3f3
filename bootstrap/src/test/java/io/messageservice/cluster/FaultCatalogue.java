package io.messageservice.cluster;

import io.messageservice.cluster.Fault.Clock;
import io.messageservice.cluster.proxy.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** All that is done to a cluster, by name. */
final class FaultCatalogue {

  private FaultCatalogue() {}

  static List<Fault> all() {
    return List.of(
        new Fault("a node is killed", false, FaultCatalogue::killNode),
        new Fault("all nodes are replaced one by one", true, FaultCatalogue::replaceNodes),
        new Fault("a node is killed, another drained", false, FaultCatalogue::killAndDrain),
        new Fault("a node pauses beyond its lease", false, FaultCatalogue::pauseNode),
        new Fault("Redis pauses", false, FaultCatalogue::pauseRedis),
        new Fault("Redis pauses beyond the lease", false, FaultCatalogue::pauseRedisLong),
        new Fault("Redis is killed and comes back", false, FaultCatalogue::killRedis),
        new Fault("Redis is stopped and comes back", false, FaultCatalogue::stopRedis),
        new Fault(
            "Redis forgets its scripts", false, (c, r, clock) -> ask(c, clock, "SCRIPT", "FLUSH")),
        new Fault(
            "Redis ends its subscriptions",
            false,
            (c, r, clock) -> ask(c, clock, "CLIENT", "KILL", "TYPE", "pubsub")),
        new Fault(
            "Redis ends its connections",
            false,
            (c, r, clock) -> ask(c, clock, "CLIENT", "KILL", "TYPE", "normal")),
        new Fault("all clients are cut off", false, FaultCatalogue::cutClients),
        new Fault("all nodes are cut off from Redis", false, FaultCatalogue::cutRedis),
        new Fault("a node cannot reach Redis", false, FaultCatalogue::partition),
        new Fault("a node hears nothing from Redis beyond its lease", false, FaultCatalogue::stall),
        new Fault("a node is killed while Redis pauses", false, FaultCatalogue::killInPause));
  }

  private static Node any(NodeGroup cluster, Random random) {
    return cluster.nodes().get(random.nextInt(cluster.nodes().size()));
  }

  private static void killNode(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    Node node = any(cluster, random);
    node.kill();
    clock.pass(0, 3_000);
    node.start();
    node.awaitReady();
  }

  private static void replaceNodes(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    for (Node node : cluster.nodes()) {
      drain(node);
      clock.pass(0, 1_000);
    }
  }

  private static void drain(Node node) {
    int exit = node.stop();
    if (exit != 0) {
      throw new AssertionError(node + " ended with " + exit + " after SIGTERM:\n" + node.output());
    }
    node.start();
    node.awaitReady();
  }

  private static void killAndDrain(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    List<Node> nodes = new ArrayList<>(cluster.nodes());
    Node killed = nodes.remove(random.nextInt(nodes.size()));
    killed.kill();
    killed.start();
    drain(nodes.get(random.nextInt(nodes.size())));
    killed.awaitReady();
  }

  private static void pauseNode(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    Node node = any(cluster, random);
    node.pause();
    passLease(cluster, clock);
    node.resume();
  }

  private static void pauseRedis(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    cluster.redis().pause();
    clock.pass(1_000, 4_000);
    cluster.redis().resume();
  }

  private static void pauseRedisLong(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    cluster.redis().pause();
    passLease(cluster, clock);
    cluster.redis().resume();
  }

  /** Longer than a node may be without a sign of life. */
  private static void passLease(NodeGroup cluster, Clock clock) throws InterruptedException {
    int lease = (int) cluster.lease().toMillis();
    clock.pass(lease + 1_000, lease + 4_000);
  }

  private static void killRedis(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    cluster.redis().kill();
    clock.pass(0, 4_000);
    cluster.redis().restart();
  }

  private static void stopRedis(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    cluster.redis().stop();
    clock.pass(0, 4_000);
    cluster.redis().restart();
  }

  private static void ask(NodeGroup cluster, Clock clock, String... command)
      throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      String unused = cluster.redis().ask(command);
      clock.pass(0, 1_000);
    }
  }

  private static void cutClients(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      any(cluster, random).clients().cut();
      clock.pass(0, 1_000);
    }
    cluster.nodes().forEach(node -> node.clients().cut());
  }

  private static void cutRedis(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      any(cluster, random).redis().cut();
      clock.pass(0, 1_000);
    }
    cluster.nodes().forEach(node -> node.redis().cut());
  }

  private static void partition(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    TcpProxy way = any(cluster, random).redis();
    way.refuse();
    way.cut();
    clock.pass(1_000, 6_000);
    way.pass();
  }

  private static void stall(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    TcpProxy way = any(cluster, random).redis();
    way.stall();
    passLease(cluster, clock);
    way.pass();
  }

  private static void killInPause(NodeGroup cluster, Random random, Clock clock)
      throws InterruptedException {
    Node node = any(cluster, random);
    cluster.redis().pause();
    clock.pass(0, 1_000);
    node.kill();
    clock.pass(0, 2_000);
    cluster.redis().resume();
    node.start();
    node.awaitReady();
  }
}
