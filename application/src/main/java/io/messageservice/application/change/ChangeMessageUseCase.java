package io.messageservice.application.change;

import io.messageservice.application.change.MessageChanges.Outcome;
import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.DeleteMessage;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.application.port.out.JsonEquality;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.message.ChangeRules;
import io.messageservice.domain.message.ChangeRules.Asking;
import io.messageservice.domain.message.ChangeRules.Verdict;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.outcome.Refusal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** Edits and deletes messages. */
public final class ChangeMessageUseCase implements EditMessage, DeleteMessage {

  /** An edit counts for one command more for each of these that it holds. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private static final Refusal TOO_LARGE =
      Refusal.tooLarge("the message: too large together with what it keeps");

  private final MessageChanges changes;
  private final ChangeRules rules;
  private final JsonEquality json;
  private final InstantSource clock;

  /** By those rules. */
  public ChangeMessageUseCase(
      MessageChanges changes, ChangeRules rules, JsonEquality json, InstantSource clock) {
    this.changes = changes;
    this.rules = rules;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void edit(Caller caller, Request request, Reply<ChangedMessage> reply) {
    if (request.edit().isEmpty()) {
      reply.refused(Refusal.invalidPayload("content: nothing to change is given"));
      return;
    }
    changes.offer(
        caller,
        request.message(),
        (records, in, message) ->
            outcome(
                in,
                message,
                rules.edit(in, message, asking(caller), request.edit(), json::isSame),
                request.fits()),
        1 + request.edit().appliedTo(MessageContent.NONE).sizeBytes() / BYTES_OF_WEIGHT,
        reply);
  }

  @Override
  public void delete(Caller caller, MessageId message, Reply<ChangedMessage> reply) {
    changes.offer(
        caller,
        message,
        (records, in, found) ->
            outcome(in, found, rules.delete(in, found, asking(caller)), content -> true),
        reply);
  }

  private Asking asking(Caller caller) {
    return new Asking(caller.actor(), clock.instant());
  }

  private Outcome<ChangedMessage> outcome(
      Conversation in, Message message, Verdict verdict, Predicate<MessageContent> fits) {
    if (verdict instanceof Verdict.Denied denied) {
      return new Outcome.Refused<>(denied.refusal());
    }
    if (verdict instanceof Verdict.Changed changed) {
      return changed(in, message, changed.after(), fits);
    }
    return new Outcome.Unchanged<>(
        verdict instanceof Verdict.Conflict
            ? new ChangedMessage.Conflict(message)
            : new ChangedMessage.Done(
                message, new OutgoingEvent(new MessageChanged(message, in.position()))));
  }

  private Outcome<ChangedMessage> changed(
      Conversation in, Message before, Message after, Predicate<MessageContent> fits) {
    if (!fits.test(after.content())) {
      return new Outcome.Refused<>(TOO_LARGE);
    }
    boolean mayComeAgain = before.key().isPresent() && !before.revision().isChanged();
    Optional<String> firstContent =
        mayComeAgain ? Optional.of(CanonicalContent.of(before.content(), json)) : Optional.empty();
    return new Outcome.Changed<>(
        new MessageChange(after, firstContent),
        new MessageChanged(after, in.position().afterChange()),
        event -> new ChangedMessage.Done(after, event));
  }
}
