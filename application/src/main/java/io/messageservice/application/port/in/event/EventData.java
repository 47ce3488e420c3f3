package io.messageservice.application.port.in.event;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * What an event reports beside its conversation: references as they were logged, all else in its
 * present state. What cannot be read any more is empty.
 */
public sealed interface EventData {

  /** Calls the case that this data is. */
  <T> T match(Cases<T> cases);

  /**
   * A message was sent.
   *
   * @param message a tombstone where it is deleted by now
   */
  record MessageCreated(long seq, Optional<Message> message, RecipientPage recipients)
      implements EventData {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.created(this);
    }
  }

  /**
   * A message was edited.
   *
   * @param message a tombstone where it is deleted by now
   */
  record MessageChanged(long seq, Optional<Message> message) implements EventData {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.changed(this);
    }
  }

  /**
   * A message was deleted.
   *
   * @param message a tombstone
   * @param fileUrls of the attachments that it had, so that the files can be deleted
   */
  record MessageDeleted(long seq, Optional<Message> message, List<String> fileUrls)
      implements EventData {

    public MessageDeleted {
      fileUrls = List.copyOf(fileUrls);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.deleted(this);
    }
  }

  /** A user reacted to a message, or took a reaction back. */
  record ReactionChanged(
      long seq, Optional<MessageId> message, UserId user, Reaction reaction, boolean added)
      implements EventData {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.reaction(this);
    }
  }

  /** A user has read up to a position, which may be before the last one. */
  record MessagesRead(UserId user, long readUpTo) implements EventData {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.read(this);
    }
  }

  /** Messages have reached a user up to a position. */
  record MessagesDelivered(UserId user, long deliveredUpTo) implements EventData {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.delivered(this);
    }
  }

  /**
   * A conversation was created, or its data, roles or kind changed.
   *
   * @param conversation empty where it does not exist any more
   */
  record ConversationState(Optional<Conversation> conversation) implements EventData {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.conversation(this);
    }
  }

  /**
   * Users joined or were added, or left or were removed.
   *
   * @param kind of the conversation from then on; empty where an earlier version did not note it
   * @param users {@link #MAX_USERS} at most; of more there are several events
   */
  record ParticipantsChanged(Optional<Kind> kind, List<UserId> users) implements EventData {

    /** The most users of one event. */
    public static final int MAX_USERS = 500;

    public ParticipantsChanged {
      users = List.copyOf(users);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.participants(this);
    }
  }

  /** It is of no conversation. */
  sealed interface OfUser extends EventData {
    UserId user();
  }

  /**
   * A user is to be reminded of what they have not read.
   *
   * @param conversations {@link #MAX_CONVERSATIONS} at most, those with the newest messages first
   * @param total messages of all conversations, as for a badge
   */
  record UnreadReminder(UserId user, List<UnreadConversation> conversations, int total)
      implements OfUser {

    /** The most conversations of one reminder. */
    public static final int MAX_CONVERSATIONS = 100;

    public UnreadReminder {
      conversations = List.copyOf(conversations);
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.reminder(this);
    }
  }

  /** Messages of a conversation that a user has not read. */
  record UnreadConversation(ConversationId conversation, int unread) {}

  /** A user came online or went offline. */
  record UserMoved(UserNote.Moved note) implements OfUser {
    @Override
    public UserId user() {
      return note.user();
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.user(this);
    }
  }

  /** A reader of data; a new case breaks the build at each. */
  interface Cases<T> {
    T created(MessageCreated data);

    T changed(MessageChanged data);

    T deleted(MessageDeleted data);

    T reaction(ReactionChanged data);

    T read(MessagesRead data);

    T delivered(MessagesDelivered data);

    T conversation(ConversationState data);

    T participants(ParticipantsChanged data);

    T reminder(UnreadReminder data);

    T user(UserMoved data);
  }
}
