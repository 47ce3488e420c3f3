package io.messageservice.application.event;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/** Something that happened and that connections are sent. Immutable; knows no wire format. */
public sealed interface Event {

  /** What an event takes in memory without its texts, about. */
  int FIXED_BYTES = 300;

  /** Calls the case that this event is. */
  <T> T match(Cases<T> cases);

  /** How much memory it takes, about. */
  default int sizeBytes() {
    return FIXED_BYTES;
  }

  /** A message is stored. */
  record MessageStored(Message message) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.stored(this);
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + message.content().sizeBytes();
    }
  }

  /**
   * A stored message changed, or a group. Only for connections that asked for more than the base
   * contract.
   */
  sealed interface ChangeEvent extends Event
      permits MessageChanged, ReactionChanged, ConversationChanged {

    /** Where. */
    ConversationId conversation();

    /** Of its conversation after the change. */
    Position position();
  }

  /**
   * A stored message was edited or deleted. Only for connections that asked for more than the base
   * contract.
   *
   * @param message in its new state
   * @param position of its conversation after the change
   */
  record MessageChanged(Message message, Position position) implements ChangeEvent {
    @Override
    public ConversationId conversation() {
      return message.conversation();
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.changed(this);
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + message.content().sizeBytes();
    }
  }

  /**
   * Somebody reacted to a message, or took that back.
   *
   * @param seq the position of the message
   * @param added whether the reaction was added
   * @param count how many users have reacted in this way since
   */
  record ReactionChanged(
      ConversationId conversation,
      MessageId message,
      long seq,
      Position position,
      Reaction reaction,
      UserId user,
      boolean added,
      int count)
      implements ChangeEvent {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.reacted(this);
    }
  }

  /**
   * The user takes part in the group no more. Only for connections that asked for more than the
   * base contract.
   *
   * @param rev the last change of its participants by then: it may come late, after they were added
   *     again by a later one
   */
  record RemovedFromConversation(ConversationId conversation, long rev) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.removed(this);
    }
  }

  /**
   * An event of the clients' own, for the room. Only for connections that asked for more than the
   * base contract; ephemeral.
   *
   * @param name what it is about, by the clients' own words
   * @param data JSON, read under the limits of a frame; opaque
   */
  record CustomEvent(ConversationId conversation, UserId user, String name, String data)
      implements Event {

    /** The longest name, in UTF-16 characters. */
    public static final int MAX_NAME_LENGTH = 64;

    /** The largest {@code data}, in bytes of UTF-8. */
    public static final int MAX_DATA_BYTES = 4 << 10;

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.custom(this);
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + Character.BYTES * data.length();
    }
  }

  /**
   * A connection that joined with a position has been sent all that it missed; from here on it is
   * sent what happens. Only for connections that asked for more than the base contract, and that
   * named the change up to which they know all.
   *
   * @param position up to which it has been sent everything
   */
  record CaughtUp(ConversationId conversation, Position position) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.caughtUp(this);
    }
  }

  /**
   * A message of another service that is only passed on: stored nowhere, without a position.
   *
   * @param data an object in JSON, read under the limits of a frame; opaque
   */
  record MessageRelayed(String data) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.relayed(this);
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + Character.BYTES * data.length();
    }
  }

  /**
   * What somebody has read, received or set in a conversation, for the few whom that concerns.
   * Ephemeral.
   */
  sealed interface Receipt extends Event {

    /** Where. */
    ConversationId conversation();
  }

  /**
   * A message was read by somebody, or marked as unread. For connections that want an event for
   * each message. The others take {@link MarkMoved}.
   */
  record MessageRead(ConversationId conversation, MessageId message, boolean read, UserId reader)
      implements Receipt {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.read(this);
    }
  }

  /**
   * How far somebody has read changed. One event for all that a command made read, for connections
   * that keep marks. The others take {@link MessageRead}.
   *
   * @param mark as it stands now
   * @param message the newest of others that became read, or the one that was marked as unread
   * @param seq the position of that message
   */
  record MarkMoved(ReadMark mark, MessageId message, long seq, boolean read) implements Receipt {
    @Override
    public ConversationId conversation() {
      return mark.conversation();
    }

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
      implements Receipt {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.conversationRead(this);
    }
  }

  /**
   * How far messages have reached somebody, beyond what they have read. Only for connections that
   * asked for more than the base contract.
   */
  record MessageDelivered(DeliveredMark mark) implements Receipt {
    @Override
    public ConversationId conversation() {
      return mark.conversation();
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.delivered(this);
    }
  }

  /**
   * A user wants a conversation otherwise than before, for their own connections. Only for those
   * that asked for more than the base contract.
   */
  record PreferencesChanged(OwnPreferences own) implements Receipt {
    @Override
    public ConversationId conversation() {
      return own.conversation();
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.preferencesChanged(this);
    }
  }

  /**
   * What a user has unread, where their client cannot count it by itself. Only for connections that
   * asked for more than the base contract; ephemeral.
   *
   * @param conversation of which that is; empty where only the total is meant
   */
  record UnreadChanged(Optional<ConversationId> conversation, Unread unread, UnreadTotal total)
      implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.unreadChanged(this);
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

  /** A user comes online or goes offline. Ephemeral. */
  record PresenceChanged(UserId user, DisplayName name, boolean online) implements Event {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.presence(this);
    }
  }

  /**
   * Another service notifies a user. Only for connections that asked for more than the base
   * contract; never stored.
   *
   * @param name what it is about, by the service's own words; empty where it named nothing
   * @param data an object in JSON, read under the limits of a frame; opaque
   */
  record NoticeGiven(String name, String data) implements Event {

    /** The longest name, in UTF-16 characters. */
    public static final int MAX_NAME_LENGTH = 64;

    /** The largest {@code data}, in bytes of UTF-8. */
    public static final int MAX_DATA_BYTES = 64 << 10;

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.notice(this);
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + Character.BYTES * data.length();
    }
  }

  /** A reader of events; a new event breaks the build at each. */
  interface Cases<T> {
    T stored(MessageStored event);

    T changed(MessageChanged event);

    T reacted(ReactionChanged event);

    T conversationChanged(ConversationChanged event);

    T removed(RemovedFromConversation event);

    T custom(CustomEvent event);

    T caughtUp(CaughtUp event);

    T relayed(MessageRelayed event);

    T read(MessageRead event);

    T markMoved(MarkMoved event);

    T conversationRead(ConversationRead event);

    T delivered(MessageDelivered event);

    T preferencesChanged(PreferencesChanged event);

    T unreadChanged(UnreadChanged event);

    T typing(TypingChanged event);

    T presence(PresenceChanged event);

    T notice(NoticeGiven event);
  }
}
