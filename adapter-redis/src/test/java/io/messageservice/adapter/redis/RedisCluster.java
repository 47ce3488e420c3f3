package io.messageservice.adapter.redis;

import io.messageservice.application.waiting.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis Cluster of three masters for tests. It never outlives this JVM. One thread may call. */
public final class RedisCluster implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final List<RedisServer> masters = new ArrayList<>();

  private RedisCluster(RedisVersion version) {
    for (int i = 0; i < MASTERS; i++) {
      masters.add(
          RedisServer.start(
              version, "--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"));
    }
    for (int i = 0; i < MASTERS; i++) {
      masters.get(i).ask(slots(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS));
      masters.get(0).ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(masters.get(i).port()));
    }
    for (RedisServer master : masters) {
      Patience.await().until(() -> isWhole(master));
    }
  }

  /** A new one, which runs. */
  public static RedisCluster start(RedisVersion version) {
    return new RedisCluster(version);
  }

  /** Its address, {@code redis-cluster://…} with all masters. */
  public String url() {
    return masters.stream()
        .map(master -> "127.0.0.1:" + master.port())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  /** Its nodes, each with a third of the slots. */
  public List<RedisServer> masters() {
    return List.copyOf(masters);
  }

  @Override
  public void close() {
    masters.forEach(RedisServer::close);
  }

  private static String[] slots(int from, int to) {
    List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    IntStream.range(from, to).forEach(slot -> command.add(Integer.toString(slot)));
    return command.toArray(String[]::new);
  }

  private static boolean isWhole(RedisServer master) {
    String info = master.ask("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + MASTERS);
  }
}
