package io.messageservice.bootstrap.config;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_URL;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where messages are kept, and when they count as stored.
 *
 * @param eventRetention how long what happened can be read as events
 */
public record StorageSettings(Path folder, Sync sync, StoreKind kind, Duration eventRetention) {

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
              + " default where `REDIS_URL` is set and the only one then: several nodes share"
              + " what they keep.");

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
    REDIS
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
        read.get(EVENT_RETENTION));
  }

  /**
   * Nodes that share Redis keep their messages in it; each for itself they would be no cluster.
   * What is bad has its own problem already.
   */
  public static StoreKind kind(SettingReader read) {
    StoreKind kind = read.get(STORE);
    boolean shared = read.get(REDIS_URL).isPresent();
    boolean good = read.areGood(STORE, REDIS_URL);
    if (shared && !read.isSet(STORE)) {
      return StoreKind.REDIS;
    }
    read.problemIf(
        good && shared && kind != StoreKind.REDIS,
        "STORE must be redis where REDIS_URL is set: other nodes cannot read what this one keeps"
            + " for itself");
    read.problemIf(
        good && !shared && kind == StoreKind.REDIS, "REDIS_URL must be set where STORE is redis");
    return kind;
  }
}
