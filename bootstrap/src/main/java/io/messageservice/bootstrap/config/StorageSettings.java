package io.messageservice.bootstrap.config;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_URL;

import io.messageservice.adapter.postgres.PostgresConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where messages are kept, and when they count as stored.
 *
 * @param database empty where messages are not kept in PostgreSQL
 * @param eventRetention how long what happened can be read as events
 */
public record StorageSettings(
    Path folder,
    Sync sync,
    StoreKind kind,
    Optional<PostgresConfig> database,
    Duration eventRetention) {

  public static final Setting<Path> DATA_DIR =
      Setting.plain(
          "DATA_DIR",
          "./data",
          Formats.folder(),
          "The folder for what must survive a restart. Made if missing, readable for its owner"
              + " only, used by one process at a time.");

  public static final Setting<StoreKind> STORE =
      Setting.plain(
          "STORE",
          "sqlite",
          Formats.oneOf(StoreKind.class),
          "Where messages are kept: `sqlite` in the data folder, `memory` in a temporary folder"
              + " that is deleted at the end: a restart forgets all; `redis` in Redis, the"
              + " default where `REDIS_URL` is set; `postgres` in PostgreSQL, the default where"
              + " `DATABASE_URL` is set. Where `REDIS_URL` is set it is one of these two: several"
              + " nodes share what they keep.");

  public static final Setting<Optional<PostgresConfig>> DATABASE_URL =
      Setting.secret(
          "DATABASE_URL",
          Formats.postgres(),
          "The PostgreSQL (14 or newer) where messages are kept:"
              + " `postgres://user:password@host:5432/database`, with the parameters of its JDBC"
              + " driver behind a `?` (`sslmode=verify-full`). Several hosts with commas between"
              + " them: the primary among them. Not set: they are kept elsewhere.");

  public static final Setting<Duration> EVENT_RETENTION =
      Setting.plain(
          "EVENT_RETENTION",
          "168h",
          Formats.duration("1m", "8784h"),
          "How long events for your back end are kept: by `GET /api/events`, webhooks and the stream"
              + " of Redis only what happened since is found. See protocol.md. The same on all"
              + " nodes.");

  /** Where messages are kept. */
  public enum StoreKind {
    SQLITE,
    MEMORY,
    REDIS,
    POSTGRES
  }

  static StorageSettings of(SettingReader read) {
    return new StorageSettings(
        read.get(DATA_DIR),
        read.get(
            "SYNC",
            "full",
            Formats.oneOf(Sync.class),
            "When a message counts as stored. `full`: once the disk has it; what was acknowledged"
                + " survives a crash of the service, of the machine and a power cut. `normal`:"
                + " once the operating system has it; it survives a crash or a kill of the"
                + " service, but a power cut or a crash of the machine may take the last seconds."
                + " Less waiting for the disk, for data that may be lost so."),
        kind(read),
        database(read),
        read.get(EVENT_RETENTION));
  }

  private static Optional<PostgresConfig> database(SettingReader read) {
    String schema =
        read.get(
            "DATABASE_SCHEMA",
            PostgresConfig.SCHEMA,
            Formats.schema(),
            "The schema of the database in which the tables are made: another one for each service"
                + " that shares a database.");
    Duration kept = read.get(EVENT_RETENTION);
    return read.get(DATABASE_URL).map(given -> given.in(schema).keeping(kept));
  }

  /**
   * Nodes that share Redis keep their messages where all of them find them; each for itself they
   * would be no cluster. What is bad has its own problem already.
   */
  public static StoreKind kind(SettingReader read) {
    StoreKind kind = read.get(STORE);
    boolean shared = read.get(REDIS_URL).isPresent();
    boolean hasDatabase = read.get(DATABASE_URL).isPresent();
    boolean good = read.areGood(STORE, REDIS_URL) && read.areGood(STORE, DATABASE_URL);
    if (!read.isSet(STORE) && hasDatabase) {
      return StoreKind.POSTGRES;
    }
    if (!read.isSet(STORE) && shared) {
      return StoreKind.REDIS;
    }
    read.problemIf(
        good && shared && kind != StoreKind.REDIS && kind != StoreKind.POSTGRES,
        "STORE must be redis or postgres where REDIS_URL is set: other nodes cannot read what this"
            + " one keeps for itself");
    read.problemIf(
        good && !shared && kind == StoreKind.REDIS, "REDIS_URL must be set where STORE is redis");
    read.problemIf(
        good && hasDatabase != (kind == StoreKind.POSTGRES),
        "DATABASE_URL must be set where STORE is postgres, and only there");
    return kind;
  }
}
