package io.messageservice.application.store;

import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.message.StoredChange;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/** Rejects a decision that does not fit what is recorded, before anything of it is written. */
public final class DecisionCheck {

  private final Records records;

  /** By what the commands before left. */
  public DecisionCheck(Records records) {
    this.records = records;
  }

  /**
   * Goes on only where the decision fits.
   *
   * @throws IllegalStateException where it does not
   */
  public void require(Decision<?> decision) {
    if (decision instanceof Decision.Accepted<?> accepted) {
      accepted.conversation().ifPresent(next -> requireNext(next, accepted));
      accepted
          .message()
          .ifPresent(sent -> require(isIn(sent, accepted.conversation()), "a message elsewhere"));
      accepted
          .change()
          .ifPresent(
              change -> require(isIn(change, accepted.conversation()), "a change elsewhere"));
      accepted
          .personal()
          .forEach(
              state ->
                  require(isKnown(state, accepted), "marks or preferences of no conversation"));
    } else if (decision instanceof Decision.BlockChanged<?> blocking) {
      UserId user = blocking.change().user();
      require(!user.equals(blocking.change().blocked()), "a user who blocks themselves");
    } else if (decision instanceof Decision.Forgotten<?> forgotten) {
      require(
          records.conversation(forgotten.conversation()).filter(Conversation::isSilent).isPresent(),
          "to forget what is not there or what was said");
    }
  }

  /**
   * Goes on only where the message has no name or one that its sender did not use there.
   *
   * @throws IllegalStateException where it was used
   */
  public void requireUnusedName(NewMessage message) {
    ConversationId conversation = message.draft().voice().conversation();
    message
        .draft()
        .key()
        .flatMap(key -> records.sent(conversation, message.draft().voice().speaker(), key))
        .ifPresent(sent -> require(false, "a name that was used before"));
  }

  private void requireNext(Conversation decided, Decision.Accepted<?> accepted) {
    Optional<Conversation> known = records.conversation(decided.id());
    Position before = known.map(Conversation::position).orElse(Position.START);
    Position sent = accepted.message().isPresent() ? before.afterMessage() : before;
    boolean ofMessage = accepted.change().isPresent();
    boolean changes = ofMessage || decided.details().rev() > before.rev();
    Position next = changes ? sent.afterChange() : sent;
    require(decided.position().equals(next), "a number that is not the next");
    long messageChanges = known.map(Conversation::messageChanges).orElse(0L) + (ofMessage ? 1 : 0);
    require(decided.messageChanges() == messageChanges, "another number of changes");
  }

  private boolean isIn(StoredChange change, Optional<Conversation> decided) {
    Message after = change.after();
    return decided.isPresent()
        && decided.get().rev() == after.rev()
        && decided.get().id().equals(after.conversation())
        && records.message(after.id()).filter(stored -> isPlaceOf(stored, after)).isPresent();
  }

  private static boolean isPlaceOf(Message stored, Message after) {
    return stored.seq() == after.seq() && stored.conversation().equals(after.conversation());
  }

  private static boolean isIn(NewMessage message, Optional<Conversation> decided) {
    return decided.isPresent()
        && decided.get().position().equals(message.position())
        && decided.get().id().equals(message.draft().voice().conversation());
  }

  private boolean isKnown(PersonalState state, Decision.Accepted<?> accepted) {
    return records.conversation(state.conversation()).isPresent()
        || accepted.conversation().map(Conversation::id).equals(Optional.of(state.conversation()));
  }

  private static void require(boolean isSound, String otherwise) {
    if (!isSound) {
      throw new IllegalStateException("decided: " + otherwise);
    }
  }
}
