package io.messageservice.application.port.in.event;

import java.util.Optional;

/** What kind of event it is. */
public enum EventType {
  MESSAGE_CREATED("message.created"),
  MESSAGE_CHANGED("message.changed"),
  MESSAGE_DELETED("message.deleted"),
  REACTION_CHANGED("reaction.changed"),
  RECEIPT_READ("receipt.read"),
  RECEIPT_DELIVERED("receipt.delivered"),
  CONVERSATION_CREATED("conversation.created"),
  CONVERSATION_CHANGED("conversation.changed"),
  PARTICIPANT_ADDED("participant.added"),
  PARTICIPANT_REMOVED("participant.removed"),
  UNREAD_REMINDER("unread.reminder"),
  USER_ONLINE("user.online"),
  USER_OFFLINE("user.offline");

  private final String text;

  EventType(String text) {
    this.text = text;
  }

  /** Its name for programs. */
  public String text() {
    return text;
  }

  /** The type of that name; empty where there is none. */
  public static Optional<EventType> of(String text) {
    for (EventType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
