package io.messageservice.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.limit.Rate;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingReaderTest {

  private static final String KEY = "k".repeat(32);

  @Test
  void defaultsAreThoseOfTheContract() {
    Settings settings = settings(Map.of());

    assertThat(settings.listeners())
        .isEqualTo(
            new ListenerSettings(
                8001, "0.0.0.0", Optional.empty(), 8002, "127.0.0.1", Optional.empty(), List.of()));
    assertThat(settings.storage())
        .isEqualTo(
            new StorageSettings(
                Path.of("./data"),
                Sync.FULL,
                StorageSettings.StoreKind.SQLITE,
                Optional.empty(),
                Duration.ofDays(7)));
    assertThat(settings.conversations())
        .isEqualTo(
            new ConversationSettings(
                AccessPolicy.OPEN,
                PresenceAudience.EVERYONE,
                Duration.ofMillis(500),
                Optional.empty()));
    assertThat(settings.connections())
        .isEqualTo(
            new ConnectionSettings(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                64,
                OptionalInt.empty(),
                OptionalInt.empty(),
                2 << 20,
                Duration.ofMillis(2),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Optional.empty()));
    assertThat(settings.rates())
        .isEqualTo(
            new RateSettings(
                Optional.of(new Rate(100, Duration.ofSeconds(1).toNanos(), 500)),
                Optional.of(new Rate(300, Duration.ofHours(1).toNanos(), 300)),
                Optional.of(new Rate(10, Duration.ofSeconds(1).toNanos(), 10))));
    assertThat(settings.limits())
        .isEqualTo(new LimitSettings(262_144, 524_288, 10_000, 10, 4_096, 32, 1_000, 10_000));
    assertThat(settings.logging())
        .isEqualTo(
            new LoggingSettings(LoggingSettings.LogLevel.INFO, LoggingSettings.LogFormat.TEXT));
    assertThat(settings.tokens().issuer()).isEmpty();
    assertThat(settings.tokens().onExpiry()).isEqualTo(TokenSettings.TokenExpiry.CLOSE);
    assertThat(settings.tokens().inQuery()).isTrue();
    assertThat(settings.tokens().expiryRequired()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "PORT, eighty, must be a port",
        "PORT, 65536, must be a port",
        "PORT, -1, must be a port",
        "HOST, a b, must be a host name",
        "MANAGEMENT_PORT, 8001, must differ from PORT",
        "JWT_SECRET, 1234567890123456789012345678901, has 31 bytes but needs 32: RFC 7518",
        "JWT_REQUIRE_EXP, yes, 'must be one of false, true'",
        "TOKEN_EXPIRY, warn, 'must be one of close, keep'",
        "TOKEN_IN_QUERY, true, 'must be one of on, off'",
        "CORS_ORIGINS, *, must list origins",
        "CORS_ORIGINS, https://a.example/path, must list origins",
        "CORS_ORIGINS, 'https://a.example,b.example', must list origins",
        "CORS_ORIGINS, https://*.example, must list origins",
        "CORS_ORIGINS, https://, must list origins",
        "CORS_ORIGINS, file:///, must list origins",
        "CORS_ORIGINS, capacitor://localhost/, must list origins",
        "CORS_ORIGINS, https://user@a.example, must list origins",
        "REDIS_URL, rediss://my_redis, must be redis://host:port",
        "STORE, SQLITE, 'must be one of sqlite, memory, redis'",
        "HEARTBEAT_INTERVAL, 30, must be a duration such as",
        "HEARTBEAT_INTERVAL, 0s, must be a duration such as",
        "HEARTBEAT_INTERVAL, 1d, must be a duration such as",
        "DRAIN_TIME, 11m, must be a duration such as",
        "RATE_LIMIT, 100, must be off or a rate",
        "RATE_LIMIT, 0/s, must be off or a rate",
        "RATE_LIMIT, '1/h,999999999', must be off or a rate",
        "RATE_LIMIT, '100/s,', must be off or a rate",
        "MAX_FRAME_BYTES, 64KB, must be a size",
        "MAX_FRAME_BYTES, 17MiB, must be a size",
        "MAX_CONTENT_LENGTH, 0, must be a whole number from 1",
        "MAX_CONNECTIONS, none, must be `auto` or a whole number",
        "LOG_LEVEL, loud, 'must be one of info, debug, trace, warn, error'"
      })
  void badTextIsToldWithTheNameOfItsVariable(String name, String text, String problem) {
    Sources sources = Sources.of(Map.of(name, text), Map.of("JWT_SECRET", KEY));

    SettingReader reading = SettingReader.of(sources);

    assertThat(reading.problems())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith(name + " " + problem));
  }

  @ParameterizedTest
  @CsvSource({
    "JWT_PUBLIC_KEY, no key",
    "JWT_PUBLIC_KEY, -----BEGIN PUBLIC KEY-----",
    "JWT_PUBLIC_KEY, /no/such/file.pem",
    "JWT_PUBLIC_KEY, /",
    "JWT_JWKS_URL, auth.example/keys",
    "JWT_JWKS_URL, file:///keys",
    "JWT_JWKS_URL, https://user:hidden@auth.example/keys",
    "JWT_JWKS_URL, https://auth example/keys",
    "JWT_JWKS_URL, https://my_auth/keys",
  })
  void badKeyIsNamedAndNotRepeated(String name, String text) {
    assertThat(read(Map.of(name, text)).problems())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith(name + " must be ").doesNotEndWith(text));
  }

  @Test
  void weakOrPrivateKeyIsToldApart() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair weak = generator.generateKeyPair();

    assertThat(read(Map.of("JWT_PUBLIC_KEY", pem("PUBLIC", weak.getPublic()))).problems())
        .singleElement()
        .asString()
        .startsWith("JWT_PUBLIC_KEY an RSA key needs at least 2048 bits");
    assertThat(read(Map.of("JWT_PUBLIC_KEY", pem("PRIVATE", weak.getPrivate()))).problems())
        .singleElement()
        .asString()
        .startsWith("JWT_PUBLIC_KEY is a private key");
  }

  private static String pem(String kind, Key key) {
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return "-----BEGIN " + kind + " KEY-----\n" + base64 + "\n-----END " + kind + " KEY-----";
  }

  @Test
  void keysOfExactlyOneKindAreSet() {
    Map<String, String> both = Map.of("JWT_SECRET", KEY, "JWT_JWKS_URL", "https://auth.example/k");

    assertThat(read(Map.of()).problems())
        .singleElement()
        .asString()
        .startsWith("JWT_SECRET is empty")
        .contains("JWT_PUBLIC_KEY", "JWT_JWKS_URL");
    assertThat(read(both).problems())
        .singleElement()
        .asString()
        .startsWith("JWT_SECRET and JWT_JWKS_URL are set");
    assertThat(read(Map.of("JWT_JWKS_URL", "https://auth.example/k")).problems()).isEmpty();
  }

  @Test
  void usersAreRemindedWhileTheLogHasTheirMessages() {
    Map<String, String> late = Map.of("JWT_SECRET", KEY, "REMINDER_AFTER", "168h");

    assertThat(read(late).problems())
        .singleElement()
        .asString()
        .startsWith("REMINDER_AFTER must be shorter than EVENT_RETENTION");
    assertThat(settings(Map.of("REMINDER_AFTER", "167h", "EVENT_PRESENCE", "on")).events())
        .isEqualTo(new EventSettings(Optional.of(Duration.ofHours(167)), true));
  }

  @Test
  void whatServicesUseNeedsRedis() {
    Map<String, String> used =
        Map.of(
            "EVENT_STREAM_LENGTH", "1000", "COMMAND_STREAM", "on", "LEGACY_CHANNEL", "new-message");
    Map<String, String> shared = new HashMap<>(used);
    shared.put("REDIS_URL", "redis://localhost");

    List<String> problems =
        SettingReader.of(Sources.of(used, Map.of("JWT_SECRET", KEY))).problems();

    assertThat(problems)
        .containsExactly(
            "REDIS_URL must be set where EVENT_STREAM_LENGTH is not off",
            "REDIS_URL must be set where COMMAND_STREAM is not off",
            "REDIS_URL must be set where LEGACY_CHANNEL is not off");
    assertThat(settings(shared).services())
        .isEqualTo(
            new ServiceSettings(
                OptionalInt.of(1_000),
                true,
                Optional.of("new-message"),
                Optional.empty(),
                Optional.empty()));
    assertThat(settings(Map.of()).services())
        .isEqualTo(
            new ServiceSettings(
                OptionalInt.empty(), false, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void theKeyOfServicesIsOneAndTheirOwn() {
    String problem = "SERVICE_JWT_SECRET must differ from JWT_SECRET";

    assertThat(with(Map.of("SERVICE_JWT_SECRET", KEY))).containsExactly(problem);
    assertThat(with(Map.of("SERVICE_JWT_SECRET", KEY + "2"))).isEmpty();
    assertThat(settings(Map.of("SERVICE_JWT_SECRET", KEY + "2")).services().secret()).isPresent();
  }

  @Test
  void certificatesOfRedisNeedTls() {
    Map<String, String> plain = Map.of("REDIS_CA", "ca.pem", "REDIS_URL", "redis://localhost");
    Map<String, String> encrypted =
        Map.of("REDIS_CA", "ca.pem", "REDIS_URL", "rediss-cluster://localhost");
    String problem = "REDIS_URL must begin with rediss where REDIS_CA is set";

    assertThat(with(plain)).containsExactly(problem);
    assertThat(with(Map.of("REDIS_CA", "ca.pem"))).containsExactly(problem);
    assertThat(with(Map.of("REDIS_CA", "ca.pem", "REDIS_URL", "http://x")))
        .singleElement()
        .asString()
        .startsWith("REDIS_URL must be redis://");
    assertThat(with(encrypted)).isEmpty();
    assertThat(settings(encrypted).cluster().authorities()).contains(Path.of("ca.pem"));
  }

  private static List<String> with(Map<String, String> settings) {
    return SettingReader.of(Sources.of(settings, Map.of("JWT_SECRET", KEY))).problems();
  }

  @Test
  void everyProblemIsTold() {
    assertThat(read(Map.of("PORT", "x", "STORE", "x", "LOG_FORMAT", "x")).problems())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("JWT_SECRET is empty"));
  }

  @Test
  void whatIsWrittenIsRead() {
    Settings settings =
        settings(
            Map.of(
                "CORS_ORIGINS", "https://App.example.com, http://localhost:3000",
                "HEARTBEAT_INTERVAL", " 5m ",
                "MAX_CONNECTIONS", "1000",
                "JWT_ISSUER", "auth",
                "NEW_CONVERSATION_RATE", "off",
                "EDIT_WINDOW", "15m",
                "MAX_FRAME_BYTES", "1MiB"));

    assertThat(settings.listeners().corsOrigins())
        .containsExactly("https://app.example.com", "http://localhost:3000");
    assertThat(settings.connections().heartbeatInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.connections().maxInAll()).hasValue(1000);
    assertThat(settings.tokens().issuer()).contains("auth");
    assertThat(settings.rates().newConversations()).isEmpty();
    assertThat(settings.conversations().editWindow()).contains(Duration.ofMinutes(15));
    assertThat(settings.rates().commands()).isPresent();
    assertThat(settings.limits().maxFrameBytes()).isEqualTo(1 << 20);
  }

  @Test
  void hostNamesMayHaveUnderscoresAndOriginsAnyScheme() {
    Settings settings =
        settings(
            Map.of(
                "CORS_ORIGINS",
                "http://my_app:3000,capacitor://localhost,tauri://localhost,file://,NULL,"
                    + "chrome-extension://abc,http://[::1]:3000",
                "REDIS_URL",
                "redis://my_redis:6379"));

    assertThat(settings.listeners().corsOrigins())
        .containsExactly(
            "http://my_app:3000",
            "capacitor://localhost",
            "tauri://localhost",
            "file://",
            "null",
            "chrome-extension://abc",
            "http://[::1]:3000");
    assertThat(settings.cluster().redis().orElseThrow().addresses())
        .containsExactly("redis://my_redis:6379");
    assertThat(read(Map.of("JWT_JWKS_URL", "http://my_auth:8080/keys")).problems()).isEmpty();
  }

  @Test
  void rateLimitOffTurnsOffAllRates() {
    assertThat(settings(Map.of("RATE_LIMIT", "off")).rates())
        .isEqualTo(new RateSettings(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void emptyTextCountsAsNotWritten() {
    Sources sources = Sources.of(Map.of("PORT", ""), Map.of("PORT", "9000"));

    assertThat(sources.find(ListenerSettings.PORT)).isEqualTo(Optional.of("9000"));
  }

  @Test
  void secretsAreMaskedWhereverTheyArePrinted() {
    Sources sources = Sources.of(Map.of(), Map.of("JWT_SECRET", KEY));

    assertThat(sources.shown()).containsEntry("JWT_SECRET", "********");
    assertThat(settings(Map.of()).toString()).doesNotContain(KEY);
  }

  private static Settings settings(Map<String, String> flags) {
    return SettingReader.of(Sources.of(flags, Map.of("JWT_SECRET", KEY))).settings();
  }

  private static SettingReader read(Map<String, String> environment) {
    return SettingReader.of(Sources.of(Map.of(), environment));
  }
}
