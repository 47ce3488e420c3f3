package io.messageservice.application.change;

import io.messageservice.application.change.MessageChanges.Outcome;
import io.messageservice.application.event.Event.ReactionChanged;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.ChangeRules;
import io.messageservice.domain.message.ChangeRules.Verdict;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.outcome.Refusal;

/** Adds reactions to messages, and takes them back. */
public final class ReactToMessageUseCase implements ReactToMessage {

  private static final Refusal DELETED = Refusal.conflict("the message is deleted");

  private final MessageChanges changes;
  private final ChangeRules rules;

  /** By those rules. */
  public ReactToMessageUseCase(MessageChanges changes, ChangeRules rules) {
    this.changes = changes;
    this.rules = rules;
  }

  @Override
  public void react(Caller caller, Request request, Reply<Reacted> reply) {
    changes.offer(
        caller,
        request.message(),
        (records, in, message) -> outcome(caller, request, records, in, message),
        reply);
  }

  private Outcome<Reacted> outcome(
      Caller caller, Request request, Records records, Conversation in, Message message) {
    ReactionState state =
        records.reaction(in.id(), message.seq(), request.reaction(), caller.user());
    Verdict verdict = rules.react(in, message, caller.actor(), state, request.add());
    if (verdict instanceof Verdict.Denied denied) {
      return new Outcome.Refused<>(denied.refusal());
    }
    if (verdict instanceof Verdict.Conflict) {
      return new Outcome.Refused<>(DELETED);
    }
    if (verdict instanceof Verdict.Changed changed) {
      int count = state.count() + (request.add() ? 1 : -1);
      ReactionChanged event = event(caller, request, message, in.position().afterChange(), count);
      return new Outcome.Changed<>(
          new ReactionChange(changed.after(), request.reaction(), caller.user(), request.add()),
          event,
          outgoing -> new Reacted(event, true));
    }
    Position present = new Position(message.seq(), message.rev());
    return new Outcome.Unchanged<>(
        new Reacted(event(caller, request, message, present, state.count()), false));
  }

  private static ReactionChanged event(
      Caller caller, Request request, Message message, Position position, int count) {
    return new ReactionChanged(
        message.conversation(),
        message.id(),
        message.seq(),
        position,
        request.reaction(),
        caller.user(),
        request.add(),
        count);
  }
}
