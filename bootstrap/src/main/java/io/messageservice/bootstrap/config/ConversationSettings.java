package io.messageservice.bootstrap.config;

import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.AccessPolicy;
import java.time.Duration;

/** Who may join, and who receives presence. */
public record ConversationSettings(
    AccessPolicy access, PresenceAudience presenceAudience, Duration presenceGrace) {

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
            "Who receives that a user is online or offline, or gets it as an answer: `everyone`, or"
                + " `contacts`: users of a common group, or of a direct conversation in which"
                + " both have written. The creator of a group may add anybody, and thereby makes"
                + " all its members contacts."),
        read.get(
            "PRESENCE_GRACE",
            "500ms",
            Formats.duration("0ms", "5m"),
            "How long a user without connections still counts as online, so that a reload changes nothing."));
  }
}
