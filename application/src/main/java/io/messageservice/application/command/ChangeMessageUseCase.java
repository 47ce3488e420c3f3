package io.messageservice.application.command;

import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.StoredEvent;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.DeleteMessage;
import io.messageservice.application.port.in.EditMessage;
import io.messageservice.application.port.in.EditMessage.ChangedMessage;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.JsonEquality;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
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
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Edits and deletes messages. Which conversation a message is in is found out in any lane; another
 * one than its own hands the command on.
 */
final class ChangeMessageUseCase implements EditMessage, DeleteMessage {

  /** An edit counts for one command more for each of these that it holds. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private static final Refusal TOO_LARGE =
      Refusal.tooLarge("the message: too large together with what it keeps");

  private final Partitions partitions;
  private final ChangeRules rules;
  private final JsonEquality json;
  private final InstantSource clock;

  ChangeMessageUseCase(Partitions partitions, ChangeRules rules, Dependencies around) {
    this.partitions = partitions;
    this.rules = rules;
    this.json = around.json();
    this.clock = around.clock();
  }

  @Override
  public void edit(Caller caller, Request request, Reply<ChangedMessage> reply) {
    if (request.edit().isEmpty()) {
      reply.refused(Refusal.invalidPayload("content: nothing to change is given"));
      return;
    }
    offer(
        caller,
        new Wanted(
            request.message(),
            (conversation, message) ->
                rules.edit(conversation, message, asking(caller), request.edit(), json::isSame),
            request.fits(),
            1 + request.edit().appliedTo(MessageContent.NONE).sizeBytes() / BYTES_OF_WEIGHT),
        reply);
  }

  @Override
  public void delete(Caller caller, MessageId message, Reply<ChangedMessage> reply) {
    offer(
        caller,
        new Wanted(
            message,
            (conversation, found) -> rules.delete(conversation, found, asking(caller)),
            content -> true,
            1),
        reply);
  }

  private Asking asking(Caller caller) {
    return new Asking(caller.actor(), clock.instant());
  }

  private void offer(Caller caller, Wanted wanted, Reply<ChangedMessage> reply) {
    Partition partition = partitions.of(wanted.message());
    if (!partition.offer(new Changing(caller, wanted, reply, partition))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What is asked for.
   *
   * @param rule decides by the message and its conversation as they stand
   * @param fits whether a message with that content can be sent to clients
   * @param weight how many commands it counts for while it waits
   */
  private record Wanted(
      MessageId message,
      BiFunction<Conversation, Message, Verdict> rule,
      Predicate<MessageContent> fits,
      int weight) {}

  /** What was decided. */
  private sealed interface Judged {

    /** The conversation belongs to that lane: it is decided there. */
    record OtherPartition(Partition partition) implements Judged {}

    /** The message is in this state, or was in another one than expected. */
    record Unchanged(ConversationId conversation, ChangedMessage answer) implements Judged {}

    /** The message has changed. */
    record Changed(Conversation before, Conversation after, Message message) implements Judged {}
  }

  private final class Changing implements LaneCommand<Judged> {
    private final Caller caller;
    private final Wanted wanted;
    private final Reply<ChangedMessage> reply;
    private final Partition partition;

    /** Where the message is, as far as is known. Only the lane's thread. */
    private @Nullable ConversationId in;

    /** Only the lane's thread. */
    private boolean answered;

    Changing(Caller caller, Wanted wanted, Reply<ChangedMessage> reply, Partition partition) {
      this.caller = caller;
      this.wanted = wanted;
      this.reply = reply;
      this.partition = partition;
    }

    @Override
    public int weight() {
      return wanted.weight();
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Judged> decide(Records records) {
      Optional<Message> message = records.message(wanted.message());
      Optional<Partition> elsewhere =
          message
              .map(found -> partitions.of(found.conversation()))
              .filter(own -> !own.equals(partition));
      if (elsewhere.isPresent()) {
        return Decision.unchanged(new Judged.OtherPartition(elsewhere.get()));
      }
      Optional<Conversation> found = message.flatMap(m -> records.conversation(m.conversation()));
      in = found.map(Conversation::id).orElse(null);
      return found.isEmpty()
          ? Decision.refused(Refusal.NO_SUCH_MESSAGE)
          : decide(found.get(), message.orElseThrow());
    }

    private Decision<Judged> decide(Conversation conversation, Message message) {
      Verdict verdict = wanted.rule().apply(conversation, message);
      if (verdict instanceof Verdict.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      if (verdict instanceof Verdict.Changed changed) {
        return change(conversation, message, changed.after());
      }
      ChangedMessage answer =
          verdict instanceof Verdict.Conflict
              ? new ChangedMessage.Conflict(message)
              : done(message, conversation);
      return Decision.unchanged(new Judged.Unchanged(conversation.id(), answer));
    }

    private Decision<Judged> change(Conversation conversation, Message before, Message after) {
      if (!wanted.fits().test(after.content())) {
        return Decision.refused(TOO_LARGE);
      }
      boolean mayComeAgain = before.key().isPresent() && !before.revision().isChanged();
      Optional<String> firstContent =
          mayComeAgain
              ? Optional.of(CanonicalContent.of(before.content(), json))
              : Optional.empty();
      Conversation next = conversation.afterChange();
      return Decision.changed(
          new Judged.Changed(conversation, next, after),
          next,
          new MessageChange(after, firstContent));
    }

    @Override
    public void done(Judged judged, Optional<Message> none, Fanout fanout) {
      if (judged instanceof Judged.OtherPartition elsewhere) {
        Partition own = elsewhere.partition();
        own.lane().post(new Changing(caller, wanted, reply, own));
      } else if (judged instanceof Judged.Unchanged unchanged) {
        answerInTurn(unchanged, fanout);
      } else if (judged instanceof Judged.Changed changed) {
        deliver(changed, fanout);
      }
    }

    private void answerInTurn(Judged.Unchanged stays, Fanout fanout) {
      answerInTurn(stays.conversation(), () -> reply.done(stays.answer()), fanout);
    }

    private void answerInTurn(ConversationId id, Runnable answer, Fanout fanout) {
      partition
          .feeds()
          .afterAnswers(id, () -> answer(fanout, state -> state.answer(caller, id, answer)));
    }

    private void deliver(Judged.Changed changes, Fanout fanout) {
      Conversation conversation = changes.after();
      ConversationId id = conversation.id();
      ChangedMessage.Done done = done(changes.message(), conversation);
      fanout.publish(
          () ->
              new Signal.OfChange(
                  (MessageChanged) done.event().event(),
                  conversation.accessVersion(),
                  partition.feeds().epoch()));
      partition
          .feeds()
          .stored(
              new StoredEvent(
                  conversation,
                  Optional.of(changes.before()),
                  done.event(),
                  caller instanceof Connection connection ? connection : null,
                  () -> answer(fanout, state -> state.answer(caller, id, () -> reply.done(done))),
                  refusal ->
                      answer(
                          fanout, state -> state.answer(caller, id, () -> reply.refused(refusal)))),
              Set.of(),
              fanout);
    }

    private static ChangedMessage.Done done(Message message, Conversation conversation) {
      return new ChangedMessage.Done(
          message, new OutgoingEvent(new MessageChanged(message, conversation.position())));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      if (in == null) {
        answer(fanout, state -> reply.refused(refusal));
      } else {
        answerInTurn(in, () -> reply.refused(refusal), fanout);
      }
    }

    /** Answers once, also where something breaks after that. */
    private void answer(Fanout fanout, Consumer<EventLoopState> answer) {
      if (!answered) {
        answered = true;
        fanout.on(caller.loop(), answer);
      }
    }
  }
}
