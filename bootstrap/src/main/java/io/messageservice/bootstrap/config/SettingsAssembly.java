package io.messageservice.bootstrap.config;

import static io.messageservice.bootstrap.config.SettingCatalogue.*;

/** Puts what was read into the groups of {@link Settings}. */
final class SettingsAssembly {

  private SettingsAssembly() {}

  static Settings of(SettingReader read) {
    return new Settings(
        listeners(read),
        tokens(read),
        new Settings.Storage(read.get(DATA_DIR), read.get(STORE), read.get(SYNC)),
        new Settings.Cluster(
            read.get(REDIS_URL).map(redis -> redis.withPrefix(read.get(REDIS_PREFIX))),
            read.get(REDIS_CA),
            read.get(PRESENCE_LEASE)),
        new Settings.Services(
            read.get(EVENT_STREAM_LENGTH), read.get(COMMAND_STREAM), read.get(LEGACY_CHANNEL)),
        new Settings.Conversations(
            read.get(CONVERSATION_ACCESS), read.get(PRESENCE_AUDIENCE), read.get(PRESENCE_GRACE)),
        connections(read),
        rates(read),
        limits(read),
        new Settings.Logging(read.get(LOG_LEVEL), read.get(LOG_FORMAT)));
  }

  private static Settings.Listeners listeners(SettingReader read) {
    return new Settings.Listeners(
        read.get(HOST),
        read.get(PORT),
        read.tls(),
        read.get(MANAGEMENT_HOST),
        read.get(MANAGEMENT_PORT),
        read.get(CORS_ORIGINS));
  }

  private static Settings.Tokens tokens(SettingReader read) {
    return new Settings.Tokens(
        new Settings.TokenKeys(
            read.get(JWT_SECRET), read.get(JWT_PUBLIC_KEY), read.get(JWT_JWKS_URL)),
        read.get(JWT_ISSUER),
        read.get(JWT_AUDIENCE),
        read.get(JWT_REQUIRE_EXP),
        read.get(TOKEN_EXPIRY),
        read.get(TOKEN_IN_QUERY));
  }

  private static Settings.Connections connections(SettingReader read) {
    return new Settings.Connections(
        read.get(HEARTBEAT_INTERVAL),
        read.get(DRAIN_TIME),
        read.get(MAX_CONNECTIONS_PER_USER),
        read.get(MAX_CONNECTIONS_PER_ADDRESS),
        read.get(MAX_CONNECTIONS),
        read.get(MAX_OUTBOUND_BYTES),
        read.get(WRITE_COALESCING),
        read.get(CLIENT_MEMORY),
        read.get(MAX_OUTBOUND_WAIT),
        read.get(MESSAGE_TIME),
        read.get(UNFINISHED_REQUEST_MEMORY));
  }

  private static Settings.Rates rates(SettingReader read) {
    if (read.get(RATE_LIMIT).isOff()) {
      return new Settings.Rates(Rate.OFF, Rate.OFF, Rate.OFF);
    }
    return new Settings.Rates(
        read.get(RATE_LIMIT), read.get(NEW_CONVERSATION_RATE), read.get(REFUSED_HANDSHAKE_RATE));
  }

  private static Settings.Limits limits(SettingReader read) {
    return new Settings.Limits(
        read.get(MAX_FRAME_BYTES),
        read.get(MAX_SERVER_FRAME_BYTES),
        read.get(MAX_CONTENT_LENGTH),
        read.get(MAX_ATTACHMENTS),
        read.get(MAX_METADATA_BYTES),
        read.get(MAX_JSON_DEPTH),
        read.get(MAX_ROOMS_PER_CONNECTION),
        read.get(MAX_PARTICIPANTS));
  }
}
