package io.messageservice.bootstrap.config;

import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.AccessPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may join, who receives presence, and what may be changed.
 *
 * @param editWindow how long a message may be edited; empty for ever
 */
public record ConversationSettings(
    AccessPolicy access,
    PresenceAudience presenceAudience,
    Duration presenceGrace,
    Optional<Duration> editWindow) {

  static ConversationSettings of(SettingReader read) {
    return new ConversationSettings(
        read.get(
            "CONVERSATION_ACCESS",
            "open",
            Formats.oneOf(AccessPolicy.class),
            "Who may join a conversation: `open`: every user who knows the id, and an id that"
                + " nobody used becomes a conversation; `members`: participants only."),
        read.get(
            "PRESENCE_AUDIENCE",
            "everyone",
            Formats.oneOf(PresenceAudience.class),
            "Who can see whether a user is online: `everyone`, or `contacts`, the users of a common"
                + " group or of a direct conversation in which both have written. Moderators and"
                + " owners of a group may add anybody, and thereby make all its members contacts."),
        read.get(
            "PRESENCE_GRACE",
            "500ms",
            Formats.duration("0ms", "5m"),
            "How long a user without connections still counts as online, so that a reload changes nothing."),
        read.get(
            "EDIT_WINDOW",
            "off",
            Formats.durationOr("off", "1s", "8760h"),
            "How long after it was sent its sender may edit a message; `off`: without end."
                + " Deleting has no end."));
  }
}
