package io.messageservice.bootstrap.config;

import io.messageservice.adapter.jwt.JwksConfig;
import io.messageservice.adapter.jwt.JwtPublicKey;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.bootstrap.config.Settings.Access;
import io.messageservice.bootstrap.config.Settings.LogFormat;
import io.messageservice.bootstrap.config.Settings.LogLevel;
import io.messageservice.bootstrap.config.Settings.PresenceAudience;
import io.messageservice.bootstrap.config.Settings.StoreKind;
import io.messageservice.bootstrap.config.Settings.Sync;
import io.messageservice.bootstrap.config.Settings.TokenExpiry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every setting there is. Environment, flags, the output of {@code check} and the reference table
 * come from this list and from nowhere else.
 */
public final class SettingCatalogue {

  public static final Setting<Integer> PORT =
      Setting.plain("PORT", "8001", Formats.port(), "Where clients connect. 0: any free port.");

  public static final Setting<String> HOST =
      Setting.plain(
          "HOST",
          "0.0.0.0",
          Formats.host(),
          "The interface that the port is opened on. `dev` uses 127.0.0.1 where this is not set.");

  public static final Setting<Optional<Path>> TLS_CERT =
      Setting.plain(
          "TLS_CERT",
          "",
          Formats.optionalFile(),
          "The certificates that the public port speaks TLS with, in PEM: its own first, then each"
              + " one's issuer. Checked every 5 s and reloaded when changed. Not set: no TLS here.");

  public static final Setting<Optional<Path>> TLS_KEY =
      Setting.secretFile(
          "TLS_KEY",
          Formats.keyFile(),
          "The key of the first certificate in `TLS_CERT`, in PEM and PKCS#8, not encrypted.");

  public static final Setting<Integer> MANAGEMENT_PORT =
      Setting.plain(
          "MANAGEMENT_PORT",
          "8002",
          Formats.port(),
          "Health for operators, never in TLS; opens before the public port. 0: any free port.");

  public static final Setting<String> MANAGEMENT_HOST =
      Setting.plain(
          "MANAGEMENT_HOST",
          "127.0.0.1",
          Formats.host(),
          "The interface that the management port is opened on. Everyone who reaches it may ask:"
              + " in a container, where probes come from outside, let nobody else reach it.");

  public static final Setting<Optional<Secret>> JWT_SECRET =
      Setting.secret(
          "JWT_SECRET",
          Formats.key(),
          "The key that your auth service signs tokens with. 32 bytes admit HS256, 48 also HS384,"
              + " 64 also HS512. Exactly one of this, `JWT_PUBLIC_KEY` and `JWT_JWKS_URL` is set;"
              + " `dev` makes this one where none is. Flags are seen by everyone who may list"
              + " processes: prefer the environment or `JWT_SECRET_FILE`.");

  public static final Setting<Optional<Path>> JWT_SECRET_FILE = Setting.fileOf(JWT_SECRET);

  public static final Setting<Optional<JwtPublicKey>> JWT_PUBLIC_KEY =
      Setting.secret(
          "JWT_PUBLIC_KEY",
          Formats.publicKey(),
          "The public key of your auth service, or the file that holds it. RSA from 2048 bits admits"
              + " RS256, RS384 and RS512; P-256 ES256; P-384 ES384; Ed25519 and Ed448 EdDSA. It is"
              + " read at the start.");

  public static final Setting<Optional<Path>> JWT_PUBLIC_KEY_FILE = Setting.fileOf(JWT_PUBLIC_KEY);

  public static final Setting<Optional<JwksConfig>> JWT_JWKS_URL =
      Setting.plain(
          "JWT_JWKS_URL",
          "",
          Formats.keySetUrl(),
          "Where your auth service publishes its public keys (a JWK set). Fetched at the start,"
              + " every 8 minutes while tokens come, and for a token of an unknown key: twice, then"
              + " once in 30 s for each address, six times, then once in 10 s in all. Redirects are"
              + " not followed. HTTPS required; HTTP only on a private network.");

  public static final Setting<Optional<String>> JWT_ISSUER =
      Setting.plain(
          "JWT_ISSUER",
          "",
          Formats.optionalText(),
          "The `iss` that a token must have. Not set: any or none.");

  public static final Setting<Optional<String>> JWT_AUDIENCE =
      Setting.plain(
          "JWT_AUDIENCE",
          "",
          Formats.optionalText(),
          "An `aud` that a token must have. Not set: any or none.");

  public static final Setting<Boolean> JWT_REQUIRE_EXP =
      Setting.plain(
          "JWT_REQUIRE_EXP",
          "false",
          Formats.flag("false", "true", "true"),
          "Whether a token without `exp` is refused.");

  public static final Setting<TokenExpiry> TOKEN_EXPIRY =
      Setting.plain(
          "TOKEN_EXPIRY",
          "close",
          Formats.oneOf(TokenExpiry.class),
          "What happens to a live connection 30 s after its token's `exp`: `close` ends it with 1008,"
              + " `keep` leaves it open.");

  public static final Setting<Boolean> TOKEN_IN_QUERY =
      Setting.plain(
          "TOKEN_IN_QUERY",
          "on",
          Formats.flag("on", "off", "on"),
          "Whether a token may come as `?token=`. URLs end up in the logs of proxies: `off` where"
              + " no client needs it.");

  public static final Setting<List<String>> CORS_ORIGINS =
      Setting.plain(
          "CORS_ORIGINS",
          "",
          Formats.origins(),
          "Origins that may connect, beside those with the service's own host name: of pages, of apps"
              + " (`capacitor://localhost`, `tauri://localhost`, `file://`), or `null`.");

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
              + " that is deleted at the end: a restart"
              + " forgets all; `redis` in Redis, the default where `REDIS_URL` is set and the only"
              + " one then: several nodes share what they keep.");

  public static final Setting<Optional<RedisConfig>> REDIS_URL =
      Setting.secret(
          "REDIS_URL",
          Formats.redis(),
          "The Redis that makes several copies of the service one: `redis://user:password@host:6379`,"
              + " with TLS `rediss://`; `redis-sentinel://host:26379,host:26379/master` and"
              + " `redis-cluster://host:6379,host:6379` (with TLS `rediss-…`). Not set: one node for"
              + " itself. Whoever reaches this Redis reads and writes all messages.");

  public static final Setting<Optional<Path>> REDIS_URL_FILE = Setting.fileOf(REDIS_URL);

  public static final Setting<Optional<Path>> REDIS_CA =
      Setting.plain(
          "REDIS_CA",
          "",
          Formats.optionalFile(),
          "The authorities, in PEM, of the certificates of Redis. Not set: what the JVM trusts.");

  public static final Setting<String> REDIS_PREFIX =
      Setting.plain(
          "REDIS_PREFIX",
          RedisConfig.DEFAULT_PREFIX,
          Formats.redisPrefix(),
          "What all keys and channels in Redis begin with: another one for each cluster that shares"
              + " a Redis.");

  public static final Setting<Duration> PRESENCE_LEASE =
      Setting.plain(
          "PRESENCE_LEASE",
          "10s",
          Formats.duration("2s", "5m"),
          "After how long without a sign of life a node of a cluster counts as dead, and its users"
              + " as offline. The same on all nodes.");

  public static final Setting<OptionalInt> EVENT_STREAM_LENGTH =
      Setting.plain(
          "EVENT_STREAM_LENGTH",
          "off",
          Formats.countOr("off", 1_000, 100_000_000),
          "Whether other services are told what happens, in the stream `…:events` of Redis, and"
              + " about how many events it keeps. See services.md. The same on all nodes.");

  public static final Setting<Boolean> COMMAND_STREAM =
      Setting.plain(
          "COMMAND_STREAM",
          "off",
          Formats.flag("off", "on", "on"),
          "Whether other services may send messages and notices through the stream `…:commands` of"
              + " Redis, for any user. See services.md.");

  public static final Setting<Optional<String>> LEGACY_CHANNEL =
      Setting.plain(
          "LEGACY_CHANNEL",
          "off",
          Formats.textOr("off"),
          "The channel of Redis in which other services published messages for the old gateway to"
              + " push, such as `new-message`; no prefix is added. Pushed only: see services.md.");

  public static final Setting<Sync> SYNC =
      Setting.plain(
          "SYNC",
          "full",
          Formats.oneOf(Sync.class),
          "When a message counts as stored. `full`: once the disk has it; what was acknowledged"
              + " survives a crash of the service, of the machine and a power cut. `normal`: once"
              + " the operating system has it; it survives a crash or a kill of the service, but a"
              + " power cut or a crash of the machine may take the last seconds. Less waiting for"
              + " the disk, for data that may be lost so.");

  public static final Setting<Duration> HEARTBEAT_INTERVAL =
      Setting.plain(
          "HEARTBEAT_INTERVAL",
          "30s",
          Formats.duration("1s", "1h"),
          "How often connections are pinged. One that is silent for two intervals is dropped.");

  public static final Setting<Access> CONVERSATION_ACCESS =
      Setting.plain(
          "CONVERSATION_ACCESS",
          "open",
          Formats.oneOf(Access.class),
          "Who may join a conversation: `open`: every user who knows the id, and an id that nobody"
              + " used becomes a conversation; `members`: participants only.");

  public static final Setting<PresenceAudience> PRESENCE_AUDIENCE =
      Setting.plain(
          "PRESENCE_AUDIENCE",
          "everyone",
          Formats.oneOf(PresenceAudience.class),
          "Who is told that a user came or went, or is online when they ask: `everyone`, or `contacts`:"
              + " users of a common group, or of a direct conversation in which both have written.");

  public static final Setting<Duration> PRESENCE_GRACE =
      Setting.plain(
          "PRESENCE_GRACE",
          "500ms",
          Formats.duration("0ms", "5m"),
          "How long a user without connections still counts as online: reloads are not told.");

  public static final Setting<Duration> DRAIN_TIME =
      Setting.plain(
          "DRAIN_TIME",
          "10s",
          Formats.duration("0ms", "10m"),
          "The longest that a stop waits for clients to move elsewhere; it ends once all have.");

  public static final Setting<Rate> RATE_LIMIT =
      Setting.plain(
          "RATE_LIMIT",
          "100/s,500",
          Formats.rate(),
          "Commands of one user on a node: a rate and how many at once. `off` turns off every rate:"
              + " refused handshakes and new conversations too.");

  public static final Setting<Rate> NEW_CONVERSATION_RATE =
      Setting.plain(
          "NEW_CONVERSATION_RATE",
          "300/h",
          Formats.rate(),
          "Conversations that one user may begin.");

  public static final Setting<Rate> REFUSED_HANDSHAKE_RATE =
      Setting.plain(
          "REFUSED_HANDSHAKE_RATE",
          "10/s",
          Formats.rate(),
          "Handshakes of one address that got no connection; past it the answer is 429.");

  public static final Setting<Integer> MAX_FRAME_BYTES =
      Setting.plain(
          "MAX_FRAME_BYTES",
          "256KiB",
          Formats.bytes("1KiB", "16MiB"),
          "The largest message on the wire, fragments together. Past it: close 1009.");

  public static final Setting<Integer> MAX_SERVER_FRAME_BYTES =
      Setting.plain(
          "MAX_SERVER_FRAME_BYTES",
          "512KiB",
          Formats.bytes("128KiB", "16MiB"),
          "The largest frame that is sent to a client: pages end before it, a message that would not"
              + " fit is `too_large`. Many client libraries take 1 MiB at most.");

  public static final Setting<Integer> MAX_CONTENT_LENGTH =
      Setting.plain(
          "MAX_CONTENT_LENGTH",
          "10000",
          Formats.count(1, 1_000_000),
          "The longest `content`, in characters (code points).");

  public static final Setting<Integer> MAX_ATTACHMENTS =
      Setting.plain("MAX_ATTACHMENTS", "10", Formats.count(0, 100), "Attachments of one message.");

  public static final Setting<Integer> MAX_METADATA_BYTES =
      Setting.plain(
          "MAX_METADATA_BYTES",
          "4KiB",
          Formats.bytes("0", "1MiB"),
          "The largest `metadata` of an attachment.");

  public static final Setting<Integer> MAX_JSON_DEPTH =
      Setting.plain(
          "MAX_JSON_DEPTH",
          "32",
          Formats.count(4, 1_000),
          "How deep objects and arrays may be nested in a frame.");

  public static final Setting<Integer> MAX_ROOMS_PER_CONNECTION =
      Setting.plain(
          "MAX_ROOMS_PER_CONNECTION",
          "1000",
          Formats.count(1, 1_000_000),
          "Conversations that one connection may have joined at a time.");

  public static final Setting<Integer> MAX_PARTICIPANTS =
      Setting.plain(
          "MAX_PARTICIPANTS",
          "10000",
          Formats.count(2, 1_000_000),
          "Participants of one conversation.");

  public static final Setting<Integer> MAX_CONNECTIONS_PER_USER =
      Setting.plain(
          "MAX_CONNECTIONS_PER_USER",
          "64",
          Formats.count(1, 1_000_000),
          "Connections of one user on one node. Past it: close 1013.");

  public static final Setting<OptionalInt> MAX_CONNECTIONS_PER_ADDRESS =
      Setting.plain(
          "MAX_CONNECTIONS_PER_ADDRESS",
          "off",
          Formats.countOr("off", 1, 10_000_000),
          "Sockets of one address, upgraded or not. Leave it off behind a proxy: all share its own.");

  public static final Setting<OptionalInt> MAX_CONNECTIONS =
      Setting.plain(
          "MAX_CONNECTIONS",
          "auto",
          Formats.countOr("auto", 1, 10_000_000),
          "Connections in all; past it: 503. `auto`: what the descriptors of the process allow.");

  public static final Setting<Integer> MAX_OUTBOUND_BYTES =
      Setting.plain(
          "MAX_OUTBOUND_BYTES",
          "2MiB",
          Formats.bytes("64KiB", "256MiB"),
          "What may wait for one slow connection. Past it: close 1013.");

  public static final Setting<Duration> WRITE_COALESCING =
      Setting.plain(
          "WRITE_COALESCING",
          "2ms",
          Formats.duration("0ms", "50ms"),
          "How long an I/O thread that writes more than some 20,000 frames a second gathers them"
              + " before it writes: fewer, larger writes for a little latency. 0ms: never.");

  public static final Setting<Optional<Long>> CLIENT_MEMORY =
      Setting.plain(
          "CLIENT_MEMORY",
          "auto",
          Formats.bytesOr("auto", "32MiB", "65536MiB"),
          "The memory that may be held for all clients together, as encoded: frames that wait, pages"
              + " of history, messages and requests that are not complete. Past it the connections"
              + " for which most is held end with 1013. `auto`: a quarter of the heap.");

  public static final Setting<Duration> MAX_OUTBOUND_WAIT =
      Setting.plain(
          "MAX_OUTBOUND_WAIT",
          "30s",
          Formats.duration("1s", "1h"),
          "How long a frame may wait for a slow connection before that is closed with 1013: at"
              + " least this long, at most twice.");

  public static final Setting<Duration> MESSAGE_TIME =
      Setting.plain(
          "MESSAGE_TIME",
          "30s",
          Formats.duration("1s", "1h"),
          "How long a client's frame, or message of fragments, may take from first to last byte."
              + " Past it: close 1008. An HTTP request and its answer: as long, then it ends.");

  public static final Setting<Optional<Long>> UNFINISHED_REQUEST_MEMORY =
      Setting.plain(
          "UNFINISHED_REQUEST_MEMORY",
          "auto",
          Formats.bytesOr("auto", "1MiB", "65536MiB"),
          "For sockets that are not upgraded; past it the oldest ends. `auto`: half of `CLIENT_MEMORY`.");

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.plain(
          "LOG_LEVEL",
          "info",
          Formats.oneOf(LogLevel.class),
          "The least that is logged. Libraries are never heard below `warn`.");

  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.plain(
          "LOG_FORMAT",
          "text",
          Formats.oneOf(LogFormat.class),
          "`text` for people, `json` for machines: an object per line.");

  /** All of them, in the order of the reference table. */
  public static final List<Setting<?>> ALL =
      List.of(
          PORT,
          HOST,
          TLS_CERT,
          TLS_KEY,
          MANAGEMENT_PORT,
          MANAGEMENT_HOST,
          JWT_SECRET,
          JWT_SECRET_FILE,
          JWT_PUBLIC_KEY,
          JWT_PUBLIC_KEY_FILE,
          JWT_JWKS_URL,
          JWT_ISSUER,
          JWT_AUDIENCE,
          JWT_REQUIRE_EXP,
          TOKEN_EXPIRY,
          TOKEN_IN_QUERY,
          CORS_ORIGINS,
          DATA_DIR,
          STORE,
          REDIS_URL,
          REDIS_URL_FILE,
          REDIS_CA,
          REDIS_PREFIX,
          PRESENCE_LEASE,
          EVENT_STREAM_LENGTH,
          COMMAND_STREAM,
          LEGACY_CHANNEL,
          SYNC,
          HEARTBEAT_INTERVAL,
          CONVERSATION_ACCESS,
          PRESENCE_AUDIENCE,
          PRESENCE_GRACE,
          DRAIN_TIME,
          RATE_LIMIT,
          NEW_CONVERSATION_RATE,
          REFUSED_HANDSHAKE_RATE,
          MAX_FRAME_BYTES,
          MAX_SERVER_FRAME_BYTES,
          MAX_CONTENT_LENGTH,
          MAX_ATTACHMENTS,
          MAX_METADATA_BYTES,
          MAX_JSON_DEPTH,
          MAX_ROOMS_PER_CONNECTION,
          MAX_PARTICIPANTS,
          MAX_CONNECTIONS_PER_USER,
          MAX_CONNECTIONS_PER_ADDRESS,
          MAX_CONNECTIONS,
          MAX_OUTBOUND_BYTES,
          WRITE_COALESCING,
          CLIENT_MEMORY,
          MAX_OUTBOUND_WAIT,
          MESSAGE_TIME,
          UNFINISHED_REQUEST_MEMORY,
          LOG_LEVEL,
          LOG_FORMAT);

  private SettingCatalogue() {}
}
