package io.messageservice.bootstrap.config;

import static io.messageservice.bootstrap.config.ClusterSettings.REDIS_URL;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What other services see and ask, by way of Redis.
 *
 * @param eventStreamLength about how many events are kept; empty: nothing is published
 * @param legacyChannel the channel of the old gateway; empty: it is not subscribed to
 */
public record ServiceSettings(
    OptionalInt eventStreamLength, boolean commandStream, Optional<String> legacyChannel) {

  static ServiceSettings of(SettingReader read) {
    ServiceSettings services =
        new ServiceSettings(
            read.get(
                "EVENT_STREAM_LENGTH",
                "off",
                Formats.countOr("off", 1_000, 100_000_000),
                "Whether other services are told what happens, in the stream `…:events` of Redis,"
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
                    + " see services.md."));
    requireRedis(read, services.eventStreamLength.isPresent(), "EVENT_STREAM_LENGTH");
    requireRedis(read, services.commandStream, "COMMAND_STREAM");
    requireRedis(read, services.legacyChannel.isPresent(), "LEGACY_CHANNEL");
    return services;
  }

  private static void requireRedis(SettingReader read, boolean used, String name) {
    boolean alone = read.get(REDIS_URL).isEmpty() && read.areGood(REDIS_URL);
    read.problemIf(used && alone, "REDIS_URL must be set where " + name + " is not off");
  }
}
