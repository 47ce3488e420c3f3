package io.messageservice.adapter.postgres;

import io.messageservice.adapter.postgres.store.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One server for all tests of a run, and stores in it that stay open, each test with empty tables.
 */
public final class TestPostgres {

  private static final String EMPTY =
      "DELETE FROM change_log; DELETE FROM conversation; DELETE FROM conversation_record;"
          + " DELETE FROM unused_conversation; DELETE FROM participant; DELETE FROM read_mark;"
          + " DELETE FROM preference; DELETE FROM block; DELETE FROM ban; DELETE FROM seat;"
          + " DELETE FROM removal; DELETE FROM message; DELETE FROM mention; DELETE FROM reaction;"
          + " DELETE FROM reaction_count; DELETE FROM reader_position;"
          + " UPDATE store SET removal_cut = 0";

  private static final Map<String, PostgresStore> STORES = new ConcurrentHashMap<>();

  private static @Nullable EmbeddedPostgres server;

  private TestPostgres() {}

  /** The server. It ends with the process. */
  public static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("max_connections", "200")
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  /** In a schema of the server. */
  public static PostgresConfig config(String schema) {
    return PostgresConfig.of("postgres://postgres@127.0.0.1:" + server().getPort() + "/postgres")
        .in(schema)
        .withWriters(3);
  }

  /** The store as a node has it, in a schema that all nodes of that test class share. */
  public static PostgresStore store(String schema, String node) {
    return STORES.computeIfAbsent(schema + ' ' + node, any -> open(config(schema), node));
  }

  /** A store of its own, which is to be closed. */
  public static PostgresStore open(PostgresConfig config, String node) {
    return PostgresStore.open(
        config,
        Optional.of(node).filter(name -> !name.isEmpty()),
        Instant::now,
        new SecureRandom(),
        PostgresEvents.NONE);
  }

  /** Takes away all that is in a schema, but for what the store knows of itself. */
  public static void empty(String schema) {
    run(schema, EMPTY);
  }

  /** Runs a statement, as anybody else would. */
  public static void run(String schema, String sql) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET default_transaction_read_only = off");
      statement.execute("SET search_path = " + schema);
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
