package io.messageservice.application.change;

import io.messageservice.application.event.Event.ChangeEvent;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.StoredEvent;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.StoredChange;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Commands that change a message. Which conversation it is in is found out in any lane; another one
 * than its own hands the command on. What changes is stored, delivered in the order of the
 * conversation's changes, and answered in its place.
 */
public final class MessageChanges {

  private final Partitions partitions;

  /** In these lanes. */
  public MessageChanges(Partitions partitions) {
    this.partitions = partitions;
  }

  /**
   * Decides by the message and its conversation as they stand. May be called more than once.
   *
   * @param <A> the answer
   */
  interface Rule<A> {
    Outcome<A> decide(Records records, Conversation conversation, Message message);
  }

  /**
   * What becomes of the message.
   *
   * @param <A> the answer
   */
  sealed interface Outcome<A> {

    /** Nothing, and the command is refused. */
    record Refused<A>(Refusal refusal) implements Outcome<A> {}

    /** Nothing, and that is the answer. */
    record Unchanged<A>(A answer) implements Outcome<A> {}

    /**
     * This.
     *
     * @param event what others receive
     * @param answer made of it
     */
    record Changed<A>(StoredChange change, ChangeEvent event, Function<OutgoingEvent, A> answer)
        implements Outcome<A> {}
  }

  /** Has it decided and carried out. */
  <A> void offer(Caller caller, MessageId message, Rule<A> rule, Reply<A> reply) {
    Partition partition = partitions.of(message);
    if (!partition.offer(new Changing<>(caller, message, rule, reply, partition))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /** What was decided. */
  private sealed interface Judged<A> {

    /** The conversation belongs to that lane: it is decided there. */
    record OtherPartition<A>(Partition partition) implements Judged<A> {}

    record Unchanged<A>(ConversationId conversation, A answer) implements Judged<A> {}

    record Changed<A>(Conversation before, Conversation after, Outcome.Changed<A> outcome)
        implements Judged<A> {}
  }

  private final class Changing<A> implements LaneCommand<Judged<A>> {
    private final Caller caller;
    private final MessageId message;
    private final Rule<A> rule;
    private final Reply<A> reply;
    private final Partition partition;

    /** Only the lane's thread. */
    private boolean answered;

    Changing(Caller caller, MessageId message, Rule<A> rule, Reply<A> reply, Partition partition) {
      this.caller = caller;
      this.message = message;
      this.rule = rule;
      this.reply = reply;
      this.partition = partition;
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Judged<A>> decide(Records records) {
      Optional<Message> found = records.message(message);
      Optional<Partition> elsewhere =
          found
              .map(sent -> partitions.of(sent.conversation()))
              .filter(own -> !own.equals(partition));
      if (elsewhere.isPresent()) {
        return Decision.unchanged(new Judged.OtherPartition<>(elsewhere.get()));
      }
      Optional<Conversation> in = found.flatMap(m -> records.conversation(m.conversation()));
      return in.isEmpty()
          ? Decision.refused(Refusal.NO_SUCH_MESSAGE)
          : decide(records, in.get(), found.orElseThrow());
    }

    private Decision<Judged<A>> decide(Records records, Conversation in, Message found) {
      Outcome<A> outcome = rule.decide(records, in, found);
      if (outcome instanceof Outcome.Refused<A> refused) {
        return Decision.refused(refused.refusal());
      }
      if (outcome instanceof Outcome.Changed<A> changed) {
        Conversation after = in.afterChange();
        return Decision.changed(new Judged.Changed<>(in, after, changed), after, changed.change());
      }
      A answer = ((Outcome.Unchanged<A>) outcome).answer();
      return Decision.unchanged(new Judged.Unchanged<>(in.id(), answer));
    }

    @Override
    public void done(Judged<A> judged, Optional<Message> none, Fanout fanout) {
      if (judged instanceof Judged.OtherPartition<A> elsewhere) {
        Partition own = elsewhere.partition();
        own.lane().post(new Changing<>(caller, message, rule, reply, own));
      } else if (judged instanceof Judged.Unchanged<A> unchanged) {
        answerInTurn(unchanged, fanout);
      } else if (judged instanceof Judged.Changed<A> changed) {
        deliver(changed, fanout);
      }
    }

    private void answerInTurn(Judged.Unchanged<A> unchanged, Fanout fanout) {
      ConversationId id = unchanged.conversation();
      Runnable answer = () -> reply.done(unchanged.answer());
      partition
          .feeds()
          .afterAnswers(id, () -> answer(fanout, state -> state.answer(caller, id, answer)));
    }

    private void deliver(Judged.Changed<A> changed, Fanout fanout) {
      Conversation conversation = changed.after();
      ConversationId id = conversation.id();
      ChangeEvent event = changed.outcome().event();
      OutgoingEvent outgoing = new OutgoingEvent(event);
      A answer = changed.outcome().answer().apply(outgoing);
      fanout.publish(
          () ->
              new Signal.OfChange(event, conversation.accessVersion(), partition.feeds().epoch()));
      partition
          .feeds()
          .stored(
              new StoredEvent(
                  conversation,
                  Optional.of(changed.before()),
                  outgoing,
                  caller instanceof Connection connection ? connection : null,
                  () -> answer(fanout, state -> state.answer(caller, id, () -> reply.done(answer))),
                  refusal ->
                      answer(
                          fanout, state -> state.answer(caller, id, () -> reply.refused(refusal)))),
              Set.of(),
              fanout);
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      answer(fanout, state -> reply.refused(refusal));
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
