package io.messageservice.adapter.redis;

import io.messageservice.application.waiting.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A master and a replica, with one Sentinel that lets the replica take over within a second or so.
 * They never outlive this JVM. One thread may call.
 */
public final class RedisSentinel implements AutoCloseable {

  private static final String NAME = "main";

  private final RedisServer master;
  private final RedisServer replica;
  private final RedisServer sentinel;
  private final Path settings;

  private RedisSentinel(RedisVersion version) {
    master = RedisServer.start(version, "--repl-diskless-sync-delay", "0");
    String port = Integer.toString(master.port());
    replica = RedisServer.start(version, "--replicaof", "127.0.0.1", port);
    settings = settings(master.port());
    sentinel = RedisServer.start(version, settings.toString(), "--sentinel");
    awaitReplica();
    Patience.await()
        .until(() -> sentinel.ask("SENTINEL", "REPLICAS", NAME).contains("" + replica.port()));
  }

  /** New ones, which run and know each other. */
  public static RedisSentinel start(RedisVersion version) {
    return new RedisSentinel(version);
  }

  /** The address, {@code redis-sentinel://…}. */
  public String url() {
    return "redis-sentinel://127.0.0.1:" + sentinel.port() + "/" + NAME;
  }

  /** The server that was the master at first. */
  public RedisServer master() {
    return master;
  }

  /** The server that takes over. */
  public RedisServer replica() {
    return replica;
  }

  /** Returns when the replica has everything. */
  public void awaitReplica() {
    Patience.await()
        .until(() -> replica.ask("INFO", "replication").contains("master_link_status:up"));
  }

  @Override
  public void close() {
    List.of(sentinel, replica, master).forEach(RedisServer::close);
    try {
      Files.delete(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path settings(int port) {
    try {
      return Files.writeString(
          Files.createTempFile("message-service-sentinel", ".conf"),
          """
          sentinel monitor main 127.0.0.1 %d 1
          sentinel down-after-milliseconds main 1000
          sentinel failover-timeout main 5000
          """
              .formatted(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
