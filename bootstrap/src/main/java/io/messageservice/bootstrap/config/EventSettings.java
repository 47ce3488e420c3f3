package io.messageservice.bootstrap.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Which events of users there are for the back end of the product.
 *
 * @param reminderAfter how long something is unread before its user is to be reminded; empty for
 *     ever
 */
public record EventSettings(Optional<Duration> reminderAfter) {

  static EventSettings of(SettingReader read) {
    return new EventSettings(
        read.get(
            "REMINDER_AFTER",
            "off",
            Formats.durationOr("off", "1s", "720h"),
            "How long a message is unread before your back end gets an event `unread.reminder` of"
                + " the user, once until something new is sent to them; `off`: never. Shorter than"
                + " `EVENT_RETENTION`. The same on all nodes. See protocol.md."));
  }
}
