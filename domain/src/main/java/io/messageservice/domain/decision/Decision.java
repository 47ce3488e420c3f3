package io.messageservice.domain.decision;

import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.message.StoredChange;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.room.NodeOccupancy;
import java.util.List;
import java.util.Optional;

/**
 * What the domain decided of one command.
 *
 * @param <R> the result where the answer is yes
 */
public sealed interface Decision<R> {

  /** No; nothing is written. */
  record Refused<R>(Refusal refusal) implements Decision<R> {}

  /**
   * Yes, and this is to be written, all of it or nothing.
   *
   * @param conversation as it stands from now on; empty where it did not change
   * @param message to be appended; the conversation is then the one after it
   * @param change of a stored message; the conversation is then the one after it
   * @param personal what somebody has of conversations for themselves from now on
   * @param ban that is recorded from now on, or lifted
   * @param seats who is in a room of the deciding node from now on, or is not; of several rooms
   *     only where nothing else is written; of no interest to a store that one node has for itself
   */
  record Accepted<R>(
      R result,
      Optional<Conversation> conversation,
      Optional<NewMessage> message,
      Optional<StoredChange> change,
      List<PersonalState> personal,
      Optional<Ban> ban,
      List<NodeOccupancy> seats)
      implements Decision<R> {

    public Accepted {
      personal = List.copyOf(personal);
      seats = List.copyOf(seats);
    }

    /** This, and the seats are taken or given up. */
    public Accepted<R> with(List<NodeOccupancy> moved) {
      return new Accepted<>(result, conversation, message, change, personal, ban, moved);
    }
  }

  /**
   * Yes, and the conversation is to be as if it had never been, with its participants and marks.
   *
   * @param conversation one that is recorded and has no messages
   */
  record Forgotten<R>(R result, ConversationId conversation) implements Decision<R> {}

  /** Yes, and a user blocks or unblocks another; it may be so already, which is no change. */
  record BlockChanged<R>(R result, BlockChange change) implements Decision<R> {}

  /** Yes, and something is noted of a user in the log of changes. */
  record UserNoted<R>(R result, UserNote note) implements Decision<R> {}

  /** No. */
  static <R> Decision<R> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** Yes, and there is nothing to write. */
  static <R> Accepted<R> unchanged(R result) {
    return personal(result);
  }

  /** Yes, and the conversation has changed. */
  static <R> Accepted<R> changed(R result, Conversation conversation) {
    return changed(result, conversation, Optional.empty());
  }

  /** Yes, and the message is sent. */
  static <R> Accepted<R> sent(R result, Conversation conversation, NewMessage message) {
    return accepted(result, conversation, Optional.of(message), Optional.empty(), Optional.empty());
  }

  /** Yes, and a message that is stored changes. */
  static <R> Accepted<R> changed(R result, Conversation conversation, StoredChange change) {
    return accepted(result, conversation, Optional.empty(), Optional.of(change), Optional.empty());
  }

  /** Yes, and the conversation has changed, and perhaps a ban. */
  static <R> Accepted<R> changed(R result, Conversation conversation, Optional<Ban> ban) {
    return accepted(result, conversation, Optional.empty(), Optional.empty(), ban);
  }

  /** Yes, and these have changed for one user. */
  static <R> Accepted<R> personal(R result, PersonalState... states) {
    return new Accepted<>(
        result,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(states),
        Optional.empty(),
        List.of());
  }

  /** Yes, and a user blocks or unblocks another. */
  static <R> Decision<R> blockChanged(R result, BlockChange change) {
    return new BlockChanged<>(result, change);
  }

  /** Yes, and something is noted of a user. */
  static <R> Decision<R> noted(R result, UserNote note) {
    return new UserNoted<>(result, note);
  }

  /** Yes, and the conversation, which has no messages, is forgotten. */
  static <R> Decision<R> forgotten(R result, ConversationId conversation) {
    return new Forgotten<>(result, conversation);
  }

  private static <R> Accepted<R> accepted(
      R result,
      Conversation conversation,
      Optional<NewMessage> message,
      Optional<StoredChange> change,
      Optional<Ban> ban) {
    return new Accepted<>(
        result, Optional.of(conversation), message, change, List.of(), ban, List.of());
  }
}
