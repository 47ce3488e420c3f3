package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Appended;
import io.messageservice.application.port.out.ChangeLog.Change;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.ParticipantChange;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one decision did to a conversation.
 *
 * @param stored from where to where it went, where a message was appended or changed
 * @param changed the position of the message that was changed, or whose reactions were
 * @param access who began to take part, where kind or participants changed
 * @param participation the same with who ended to; empty where only roles changed, or whether it is
 *     blocked
 * @param marks how far somebody has read, where that changed
 */
record TableChange(
    ConversationId conversation,
    Optional<Head> stored,
    List<Long> changed,
    Optional<AccessChange> access,
    Optional<ParticipantChange> participation,
    List<ReadMark> marks) {

  /**
   * What makes the conversation the later one from what it was, if it was there.
   *
   * @param changed the position of the message that was changed
   */
  static TableChange between(
      Optional<Conversation> before, Conversation after, List<Long> changed) {
    Position was = before.map(Conversation::position).orElse(Position.START);
    Optional<Head> stored =
        after.position().equals(was)
            ? Optional.empty()
            : Optional.of(new Head(after.id(), was, after.position()));
    if (before.filter(had -> had.accessVersion() == after.accessVersion()).isPresent()) {
      return new TableChange(
          after.id(), stored, changed, Optional.empty(), Optional.empty(), List.of());
    }
    Set<UserId> joined = after.joinedSince(before);
    return new TableChange(
        after.id(),
        stored,
        changed,
        Optional.of(new AccessChange(after.id(), joined, was)),
        participation(before, after, joined),
        List.of());
  }

  /** Empty where only roles changed, or whether it is blocked. */
  private static Optional<ParticipantChange> participation(
      Optional<Conversation> before, Conversation after, Set<UserId> joined) {
    Participants had = before.map(Conversation::participants).orElse(Participants.NONE);
    Set<UserId> left = new LinkedHashSet<>(had.notIn(after.participants()));
    boolean isKindOld = before.filter(one -> one.kind() == after.kind()).isPresent();
    return isKindOld && joined.isEmpty() && left.isEmpty()
        ? Optional.empty()
        : Optional.of(new ParticipantChange(joined, left, Optional.of(after.kind())));
  }

  /** That somebody has read. */
  static TableChange of(ReadMark mark) {
    return new TableChange(
        mark.conversation(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(mark));
  }

  /** Whether it did nothing that others are told of. */
  boolean isEmpty() {
    return stored.isEmpty() && access.isEmpty() && marks.isEmpty();
  }

  /** As readers of single changes have it. */
  Change under(String id) {
    Optional<Appended> appended =
        stored
            .filter(head -> head.end().seq() > head.after().seq())
            .map(head -> new Appended(head.after().seq(), head.end().seq()));
    return new Change(id, conversation, participation, appended, changed, marks);
  }
}
