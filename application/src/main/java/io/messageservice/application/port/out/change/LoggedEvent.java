package io.messageservice.application.port.out.change;

import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.user.UserId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happened in a conversation, or to a user, as the log of changes keeps it: by references.
 * Readers that need texts read them from the store, so that what is deleted is in no log.
 */
public sealed interface LoggedEvent {

  /** The conversation was recorded. */
  record ConversationCreated() implements LoggedEvent {}

  /** The data of a group changed, or whether it is frozen, or who has which role in it. */
  record ConversationChanged() implements LoggedEvent {}

  /**
   * Users joined, users left, or the kind changed. A user who did both in one commit may be in
   * both.
   *
   * @param kind of the conversation from then on; empty where an earlier version did not note it
   */
  record ParticipantsChanged(Set<UserId> joined, Set<UserId> left, Optional<Kind> kind)
      implements LoggedEvent {

    public ParticipantsChanged {
      joined = Collections.unmodifiableSet(new LinkedHashSet<>(joined));
      left = Collections.unmodifiableSet(new LinkedHashSet<>(left));
    }
  }

  /** Messages were appended: positions {@code afterSeq + 1} to {@code seq}. */
  record MessagesAppended(long afterSeq, long seq) implements LoggedEvent {}

  /** A message got other content, attachments or metadata; it may be deleted by now. */
  record MessageEdited(long seq) implements LoggedEvent {}

  /**
   * A message was deleted.
   *
   * @param fileUrls of the attachments that it had, so that the files can be deleted; empty where
   *     an earlier version deleted it
   */
  record MessageDeleted(long seq, List<String> fileUrls) implements LoggedEvent {

    public MessageDeleted {
      fileUrls = List.copyOf(fileUrls);
    }
  }

  /** A user reacted to a message, or took a reaction back. */
  record ReactionChanged(long seq, UserId user, Reaction reaction, boolean added)
      implements LoggedEvent {}

  /**
   * A message was edited or deleted, or its reactions changed: an earlier version did not note
   * which.
   */
  record MessageChanged(long seq) implements LoggedEvent {}

  /** A user has read up to a position, which may be before the last one. */
  record MessagesRead(UserId user, long readUpTo) implements LoggedEvent {}

  /** Messages have reached a user up to a position. */
  record MessagesDelivered(UserId user, long deliveredUpTo) implements LoggedEvent {}

  /** Something was noted of a user: the only event of a change, which is of no conversation. */
  record UserNoted(UserNote note) implements LoggedEvent {}
}
