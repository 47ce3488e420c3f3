package io.messageservice.bootstrap.config;

import static io.messageservice.bootstrap.config.StorageSettings.EVENT_RETENTION;

import java.time.Duration;
import java.util.Optional;

/**
 * Which events of users there are for the back end of the product.
 *
 * @param reminderAfter how long something is unread before its user is to be reminded; empty for
 *     ever
 * @param presence whether there are events of users who come online or go offline
 */
public record EventSettings(Optional<Duration> reminderAfter, boolean presence) {

  static EventSettings of(SettingReader read) {
    Optional<Duration> reminderAfter =
        read.get(
            "REMINDER_AFTER",
            "off",
            Formats.durationOr("off", "1s", "720h"),
            "How long a message is unread before your back end gets an event `unread.reminder` of"
                + " the user, once until something new is sent to them; `off`: never. Shorter than"
                + " `EVENT_RETENTION`. The same on all nodes. See protocol.md.");
    read.problemIf(
        read.areGood(EVENT_RETENTION)
            && reminderAfter
                .filter(after -> after.compareTo(read.get(EVENT_RETENTION)) >= 0)
                .isPresent(),
        "REMINDER_AFTER must be shorter than EVENT_RETENTION: messages are looked at in the log");
    return new EventSettings(
        reminderAfter,
        read.get(
            "EVENT_PRESENCE",
            "off",
            Formats.flag("off", "on", "on"),
            "Whether your back end gets events `user.online` and `user.offline`: two for each"
                + " user who connects and leaves. The same on all nodes. See protocol.md."));
  }
}
