package io.messageservice.application.event;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;

/** Something that happened, for connections to be told. */
public sealed interface Event {

  /** Calls the case that this event is. */
  <T> T match(Cases<T> cases);

  /** A message was said and is stored. */
  record MessageSaid(Message message) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.said(this);
    }
  }

  /**
   * A message was read by somebody, or called unread. Ephemeral; for connections that want to be
   * told of each message. The others take {@link MarkMoved}.
   */
  record MessageRead(ConversationId conversation, MessageId message, boolean read, UserId reader)
      implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.read(this);
    }
  }

  /**
   * How far somebody has read changed. Ephemeral; one for all that a command made read, for
   * connections that keep marks. The others take {@link MessageRead}.
   *
   * @param mark as it stands now
   * @param message the newest of others that became read, or the one that was called unread
   * @param seq where that message stands
   */
  record MarkMoved(ReadMark mark, MessageId message, long seq, boolean read) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.markMoved(this);
    }
  }

  /**
   * A conversation was read by somebody.
   *
   * @param updated how many messages of others thereby became read
   */
  record ConversationRead(ConversationId conversation, UserId reader, int updated)
      implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.conversationRead(this);
    }
  }

  /** A user in a room began to type, or stopped. Ephemeral. */
  record TypingChanged(ConversationId conversation, UserId user, DisplayName name, boolean typing)
      implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.typing(this);
    }
  }

  /** A user came online or went offline. Ephemeral. */
  record PresenceChanged(UserId user, DisplayName name, boolean online) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.presence(this);
    }
  }

  /**
   * Another service has something to tell a user. Only for connections that asked for more than the
   * base contract; never stored.
   *
   * @param name what it is about, by the service's own words; empty where it did not say
   * @param data an object in JSON, read under the limits of a frame; opaque
   */
  record Noticed(String name, String data) implements Event {

    /** The longest name, in UTF-16 characters. */
    public static final int MAX_NAME_LENGTH = 64;

    /** The largest {@code data}, in bytes of UTF-8. */
    public static final int MAX_DATA_BYTES = 64 << 10;

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.noticed(this);
    }
  }

  /** A reader of events; a new event breaks the build at each. */
  interface Cases<T> {
    T said(MessageSaid event);

    T read(MessageRead event);

    T markMoved(MarkMoved event);

    T conversationRead(ConversationRead event);

    T typing(TypingChanged event);

    T presence(PresenceChanged event);

    T noticed(Noticed event);
  }
}
