package io.messageservice.bootstrap.config;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_URL;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_PUBLIC_KEY;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_SECRET;

import io.messageservice.adapter.jwt.JwtPublicKey;
import io.messageservice.adapter.jwt.JwtSecret;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What other services see and ask, by way of Redis and over HTTP.
 *
 * @param eventStreamLength about how many events are kept; empty: nothing is published
 * @param legacyChannel the channel of the old gateway; empty: it is not subscribed to
 * @param secret what services sign tokens with; empty where they do not, or by a key pair
 * @param publicKey that of services; empty where they sign by a secret, or not at all
 */
public record ServiceSettings(
    OptionalInt eventStreamLength,
    boolean commandStream,
    Optional<String> legacyChannel,
    Optional<JwtSecret> secret,
    Optional<JwtPublicKey> publicKey) {

  private static final Setting<Optional<JwtSecret>> SERVICE_JWT_SECRET =
      Setting.secret(
          "SERVICE_JWT_SECRET",
          Formats.key(),
          "The key that your back end signs tokens with which act for any user over HTTP, with the"
              + " scope `message-service`; never on the socket. Another than `JWT_SECRET`, and"
              + " not in the key set of `JWT_JWKS_URL`: its tokens would be those of users, also on"
              + " the socket. Not set, and `SERVICE_JWT_PUBLIC_KEY` neither: no such tokens.");

  private static final Setting<Optional<JwtPublicKey>> SERVICE_JWT_PUBLIC_KEY =
      Setting.secret(
          "SERVICE_JWT_PUBLIC_KEY",
          Formats.publicKey(),
          "The same where your back end signs with a key pair: its public key, or the file that"
              + " holds it.");

  static ServiceSettings of(SettingReader read) {
    ServiceSettings services =
        new ServiceSettings(
            read.get(
                "EVENT_STREAM_LENGTH",
                "off",
                Formats.countOr("off", 1_000, 100_000_000),
                "Whether what happens is published to other services, in the stream `…:events` of Redis,"
                    + " and about how many events it keeps. See services.md. The same on all"
                    + " nodes."),
            read.get(
                "COMMAND_STREAM",
                "off",
                Formats.flag("off", "on", "on"),
                "Whether other services may send messages and notices through the stream"
                    + " `…:commands` of Redis, for any user. See services.md."),
            read.get(
                "LEGACY_CHANNEL",
                "off",
                Formats.textOr("off"),
                "The channel of Redis in which other services published messages for the old"
                    + " gateway to push, such as `new-message`; no prefix is added. Pushed only:"
                    + " see services.md."),
            read.get(SERVICE_JWT_SECRET),
            read.get(SERVICE_JWT_PUBLIC_KEY));
    requireOwnKey(read, services);
    requireRedis(read, services.eventStreamLength.isPresent(), "EVENT_STREAM_LENGTH");
    requireRedis(read, services.commandStream, "COMMAND_STREAM");
    requireRedis(read, services.legacyChannel.isPresent(), "LEGACY_CHANNEL");
    return services;
  }

  /** With a key of users their tokens would be those of services. */
  private static void requireOwnKey(SettingReader read, ServiceSettings services) {
    read.problemIf(
        services.secret.isPresent() && services.publicKey.isPresent(),
        "SERVICE_JWT_SECRET and SERVICE_JWT_PUBLIC_KEY are set: set one");
    read.problemIf(
        services.secret.isPresent()
            && read.get(JWT_SECRET).filter(services.secret.get()::isSameAs).isPresent(),
        "SERVICE_JWT_SECRET must differ from JWT_SECRET");
    read.problemIf(
        services.publicKey.isPresent()
            && read.get(JWT_PUBLIC_KEY).filter(services.publicKey.get()::isSameAs).isPresent(),
        "SERVICE_JWT_PUBLIC_KEY must differ from JWT_PUBLIC_KEY");
  }

  private static void requireRedis(SettingReader read, boolean used, String name) {
    boolean alone = read.get(REDIS_URL).isEmpty() && read.areGood(REDIS_URL);
    read.problemIf(used && alone, "REDIS_URL must be set where " + name + " is not off");
  }
}
