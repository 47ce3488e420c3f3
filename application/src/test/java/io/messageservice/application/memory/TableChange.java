package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Change;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.ParticipantChange;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.receipt.ReadMark;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one decision did to a conversation.
 *
 * @param appended the message, where there was one
 * @param access who began to take part, where kind or participants changed
 * @param participation the same with who ended to
 * @param marks how far somebody has read, where that changed
 */
record TableChange(
    ConversationId conversation,
    Optional<Head> appended,
    Optional<AccessChange> access,
    Optional<ParticipantChange> participation,
    List<ReadMark> marks) {

  /** What makes the conversation the later one from what it was, if it was there. */
  static TableChange between(Optional<Conversation> before, Conversation after) {
    long head = before.map(Conversation::head).orElse(0L);
    Optional<Head> appended =
        after.head() > head
            ? Optional.of(new Head(after.id(), head, after.head()))
            : Optional.empty();
    if (before.filter(had -> had.accessVersion() == after.accessVersion()).isPresent()) {
      return new TableChange(after.id(), appended, Optional.empty(), Optional.empty(), List.of());
    }
    Participants had = before.map(Conversation::participants).orElse(Participants.NONE);
    return new TableChange(
        after.id(),
        appended,
        Optional.of(new AccessChange(after.id(), after.joinedSince(before), head)),
        Optional.of(
            new ParticipantChange(
                after.joinedSince(before),
                Set.copyOf(had.notIn(after.participants())),
                Optional.of(after.kind()))),
        List.of());
  }

  /** That somebody has read. */
  static TableChange of(ReadMark mark) {
    return new TableChange(
        mark.conversation(), Optional.empty(), Optional.empty(), Optional.empty(), List.of(mark));
  }

  /** Whether it did nothing that others are told of. */
  boolean isEmpty() {
    return appended.isEmpty() && access.isEmpty() && marks.isEmpty();
  }

  /** As readers of single changes have it. */
  Change under(String id) {
    return new Change(id, conversation, participation, appended, marks);
  }
}
