package io.messageservice.bootstrap.config;

import io.messageservice.adapter.jwt.JwksConfig;
import io.messageservice.adapter.jwt.JwtPublicKey;
import io.messageservice.adapter.redis.RedisConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** All that an operator decided, read and judged. Immutable. */
public record Settings(
    Listeners listeners,
    Tokens tokens,
    Storage storage,
    Cluster cluster,
    Services services,
    Conversations conversations,
    Connections connections,
    Rates rates,
    Limits limits,
    Logging logging) {

  /**
   * Where the service listens.
   *
   * @param port 0 for any free port
   * @param tls of the public port; empty: a proxy speaks it, or nobody
   * @param managementPort 0 for any free port
   * @param corsOrigins in lower case
   */
  public record Listeners(
      String host,
      int port,
      Optional<Tls> tls,
      String managementHost,
      int managementPort,
      List<String> corsOrigins) {}

  /**
   * The certificate of the service, both files in PEM.
   *
   * @param certificate a chain, the service's own first
   * @param key in PKCS#8, not encrypted
   */
  public record Tls(Path certificate, Path key) {}

  /** Which tokens are good, and how long. */
  public record Tokens(
      TokenKeys keys,
      Optional<String> issuer,
      Optional<String> audience,
      boolean expiryRequired,
      TokenExpiry onExpiry,
      boolean inQuery) {}

  /** What tokens are signed with. Exactly one is there. */
  public record TokenKeys(
      Optional<Secret> secret, Optional<JwtPublicKey> publicKey, Optional<JwksConfig> keySet) {}

  /** Where messages are kept, and when they count as stored. */
  public record Storage(Path folder, StoreKind kind, Sync sync) {}

  /**
   * What several nodes share.
   *
   * @param redis empty where this node is alone
   * @param authorities the file of certificates by which servers of Redis are believed; empty:
   *     those that the JVM believes
   * @param lease after how long without a sign of life a node counts as dead
   */
  public record Cluster(Optional<RedisConfig> redis, Optional<Path> authorities, Duration lease) {}

  /**
   * What other services see and ask, by way of Redis.
   *
   * @param eventStreamLength about how many events are kept; empty: nothing is told
   * @param legacyChannel the channel of the old gateway; empty: it is not heard
   */
  public record Services(
      OptionalInt eventStreamLength, boolean commandStream, Optional<String> legacyChannel) {}

  /** Who may join, who is told of presence. */
  public record Conversations(
      Access access, PresenceAudience presenceAudience, Duration presenceGrace) {}

  /**
   * The life of connections.
   *
   * @param maxPerAddress empty: no limit
   * @param maxInAll empty: what the descriptors of the process allow
   * @param maxOutboundBytes what may wait for one of them
   * @param writeCoalescing how long a busy I/O thread gathers frames before it writes
   * @param clientMemoryBytes what may be held for all clients; empty: a share of the heap
   * @param maxOutboundWait how long a frame may wait for one of them
   * @param messageTime how long what a client begins may take
   * @param unfinishedRequestBytes what sockets that are not upgraded may take; empty: a share of
   *     the heap
   */
  public record Connections(
      Duration heartbeatInterval,
      Duration drainTime,
      int maxPerUser,
      OptionalInt maxPerAddress,
      OptionalInt maxInAll,
      int maxOutboundBytes,
      Duration writeCoalescing,
      Optional<Long> clientMemoryBytes,
      Duration maxOutboundWait,
      Duration messageTime,
      Optional<Long> unfinishedRequestBytes) {}

  /** How often what may happen; {@code RATE_LIMIT=off} has turned off all three. */
  public record Rates(Rate commands, Rate newConversations, Rate refusedHandshakes) {}

  /** How large what may be. */
  public record Limits(
      int maxFrameBytes,
      int maxServerFrameBytes,
      int maxContentLength,
      int maxAttachments,
      int maxMetadataBytes,
      int maxJsonDepth,
      int maxRoomsPerConnection,
      int maxParticipants) {}

  /** What is logged and how. */
  public record Logging(LogLevel level, LogFormat format) {}

  /** What becomes of a live connection when its token ends. */
  public enum TokenExpiry {
    CLOSE,
    KEEP
  }

  /** Where messages are kept. */
  public enum StoreKind {
    SQLITE,
    MEMORY,
    REDIS
  }

  /** When a message counts as stored. */
  public enum Sync {
    FULL,
    NORMAL
  }

  /** Who may join a conversation. */
  public enum Access {
    OPEN,
    MEMBERS
  }

  /** Who is told of presence. */
  public enum PresenceAudience {
    EVERYONE,
    CONTACTS
  }

  /** The least that is logged. The first is the default. */
  public enum LogLevel {
    INFO,
    DEBUG,
    TRACE,
    WARN,
    ERROR
  }

  /** How a log line is written. */
  public enum LogFormat {
    TEXT,
    JSON
  }
}
