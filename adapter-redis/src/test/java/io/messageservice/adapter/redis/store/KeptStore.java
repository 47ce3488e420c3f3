package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.adapter.redis.store.OwnStore.Noted;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;

/**
 * Tests of a store on what an earlier version wrote, kept as the append-only file of its server.
 */
abstract class KeptStore extends StoreContract {

  final RedisServer server;
  final RedisConnection connection;

  /** That of a node named "node". */
  final RedisStore store;

  KeptStore(RedisVersion version, String file) throws IOException {
    server = RedisServer.start(version);
    server.load(unpacked(file));
    connection = RedisConnection.open(RedisConfig.of(server.url()));
    store = open("node");
  }

  private static byte[] unpacked(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(KeptStore.class.getResourceAsStream(name));
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return unpacked.readAllBytes();
    }
  }

  @Override
  protected final Ledger ledger() {
    return store.ledger();
  }

  @Override
  protected final History history() {
    return store.history();
  }

  /** One more node on it. */
  final RedisStore open(String node) {
    return RedisStore.open(
        connection, OwnStore.config(node, InstantSource.system()), new SecureRandom(), new Noted());
  }

  @AfterEach
  final void close() {
    store.close();
    connection.close();
    server.close();
  }
}
