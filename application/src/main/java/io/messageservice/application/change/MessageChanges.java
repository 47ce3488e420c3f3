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
import org.jspecify.annotations.Nullable;

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
    offer(caller, message, rule, 1, reply);
  }

  /**
   * As above.
   *
   * @param weight how many commands it counts for while it waits
   */
  <A> void offer(Caller caller, MessageId message, Rule<A> rule, int weight, Reply<A> reply) {
    Wanted<A> wanted = new Wanted<>(caller, message, rule, weight);
    Partition partition = partitions.of(message);
    if (!partition.offer(new Changing<>(wanted, reply, partition))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  private record Wanted<A>(Caller caller, MessageId message, Rule<A> rule, int weight) {}

  /** What was decided. */
  private sealed interface Judged<A> {

    /** The conversation belongs to that lane: it is decided there. */
    record OtherPartition<A>(Partition partition) implements Judged<A> {}

    record Unchanged<A>(ConversationId conversation, A answer) implements Judged<A> {}

    record Changed<A>(Conversation before, Conversation after, Outcome.Changed<A> outcome)
        implements Judged<A> {}
  }

  private final class Changing<A> implements LaneCommand<Judged<A>> {
    private final Wanted<A> wanted;
    private final Caller caller;
    private final Reply<A> reply;
    private final Partition partition;

    /** Where the message is, as far as is known. Only the lane's thread. */
    private @Nullable ConversationId in;

    /** Only the lane's thread. */
    private boolean answered;

    Changing(Wanted<A> wanted, Reply<A> reply, Partition partition) {
      this.wanted = wanted;
      this.caller = wanted.caller();
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
    public Decision<Judged<A>> decide(Records records) {
      Optional<Message> found = records.message(wanted.message());
      Optional<Partition> elsewhere =
          found
              .map(sent -> partitions.of(sent.conversation()))
              .filter(own -> !own.equals(partition));
      if (elsewhere.isPresent()) {
        return Decision.unchanged(new Judged.OtherPartition<>(elsewhere.get()));
      }
      Optional<Conversation> there = found.flatMap(m -> records.conversation(m.conversation()));
      in = there.map(Conversation::id).orElse(null);
      return there.isEmpty()
          ? Decision.refused(Refusal.NO_SUCH_MESSAGE)
          : decide(records, there.get(), found.orElseThrow());
    }

    private Decision<Judged<A>> decide(Records records, Conversation there, Message found) {
      Outcome<A> outcome = wanted.rule().decide(records, there, found);
      if (outcome instanceof Outcome.Refused<A> refused) {
        return Decision.refused(refused.refusal());
      }
      if (outcome instanceof Outcome.Changed<A> changed) {
        Conversation after = there.afterChange();
        return Decision.changed(
            new Judged.Changed<>(there, after, changed), after, changed.change());
      }
      A answer = ((Outcome.Unchanged<A>) outcome).answer();
      return Decision.unchanged(new Judged.Unchanged<>(there.id(), answer));
    }

    @Override
    public void done(Judged<A> judged, Optional<Message> none, Fanout fanout) {
      if (judged instanceof Judged.OtherPartition<A> elsewhere) {
        Partition own = elsewhere.partition();
        own.lane().post(new Changing<>(wanted, reply, own));
      } else if (judged instanceof Judged.Unchanged<A> unchanged) {
        answerInTurn(unchanged.conversation(), () -> reply.done(unchanged.answer()), fanout);
      } else if (judged instanceof Judged.Changed<A> changed) {
        deliver(changed, fanout);
      }
    }

    private void answerInTurn(ConversationId id, Runnable answer, Fanout fanout) {
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
                  delivered ->
                      answer(fanout, state -> state.answer(caller, id, () -> reply.done(answer))),
                  refusal ->
                      answer(
                          fanout, state -> state.answer(caller, id, () -> reply.refused(refusal)))),
              Set.of(),
              fanout);
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
