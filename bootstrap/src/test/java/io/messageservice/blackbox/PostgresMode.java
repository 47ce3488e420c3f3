package io.messageservice.blackbox;

import io.messageservice.adapter.postgres.TestPostgres;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Whether services that the suite speaks to keep messages in PostgreSQL, each in a schema of its
 * own. The system property {@code message-service.postgres} says so.
 */
final class PostgresMode {

  private static final boolean ON = System.getProperty("message-service.postgres", "").equals("on");

  private PostgresMode() {}

  /** The settings, with a database where the suite runs so. */
  static Map<String, String> with(Map<String, String> settings) {
    if (!ON) {
      return settings;
    }
    Map<String, String> all = new HashMap<>(settings);
    int port = TestPostgres.server().getPort();
    all.put("DATABASE_URL", "postgres://postgres@127.0.0.1:" + port + "/postgres");
    all.put("DATABASE_SCHEMA", "it_" + UUID.randomUUID().toString().replace('-', '_'));
    return all;
  }
}
