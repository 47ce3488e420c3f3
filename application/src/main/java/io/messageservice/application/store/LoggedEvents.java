package io.messageservice.application.store;

import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ConversationCreated;
import io.messageservice.application.port.out.change.LoggedEvent.MessageDeleted;
import io.messageservice.application.port.out.change.LoggedEvent.MessageEdited;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.port.out.change.LoggedEvent.ReactionChanged;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a store logs of what was decided, for the readers of single changes. Any thread may call.
 */
public final class LoggedEvents {

  private LoggedEvents() {}

  /** What makes a conversation the later one from what it was, beside its messages. */
  public static List<LoggedEvent> between(Optional<Conversation> before, Conversation after) {
    List<LoggedEvent> events = new ArrayList<>();
    if (before.isEmpty()) {
      events.add(new ConversationCreated());
    }
    Optional<ParticipantsChanged> participants = participants(before, after);
    participants.ifPresent(events::add);
    long rev = before.map(Conversation::rev).orElse(0L);
    boolean isOfDetails = before.isPresent() && after.details().rev() > rev;
    if (isOfDetails && (participants.isEmpty() || after.details().dataRev() > rev)) {
      events.add(new ConversationChanged());
    }
    return events;
  }

  /** Who joined and who left; empty where at most roles changed, or whether it is blocked. */
  private static Optional<ParticipantsChanged> participants(
      Optional<Conversation> before, Conversation after) {
    if (before.filter(had -> had.accessVersion() == after.accessVersion()).isPresent()) {
      return Optional.empty();
    }
    Participants had = before.map(Conversation::participants).orElse(Participants.NONE);
    Set<UserId> joined = after.joinedSince(before);
    Set<UserId> left = Set.copyOf(had.notIn(after.participants()));
    boolean isKindOld = before.filter(one -> one.kind() == after.kind()).isPresent();
    return isKindOld && joined.isEmpty() && left.isEmpty()
        ? Optional.empty()
        : Optional.of(new ParticipantsChanged(joined, left, Optional.of(after.kind())));
  }

  /**
   * That a message changed.
   *
   * @param before what the message was
   */
  public static LoggedEvent of(MessageChange change, Message before) {
    long seq = change.after().seq();
    return change.after().isDeleted()
        ? new MessageDeleted(
            seq, before.content().attachments().stream().map(Attachment::fileUrl).toList())
        : new MessageEdited(seq);
  }

  /** That a reaction was added or taken back. */
  public static LoggedEvent of(ReactionChange change) {
    return new ReactionChanged(
        change.after().seq(), change.user(), change.reaction(), change.added());
  }
}
