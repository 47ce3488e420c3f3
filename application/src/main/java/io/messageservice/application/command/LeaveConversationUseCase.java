package io.messageservice.application.command;

import io.messageservice.application.cluster.NodeOccupancies;
import io.messageservice.application.cluster.Typing;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.LeaveConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;
import java.util.Set;

/** Leaves a room; the last of a user's connections to leave an open one ends their part in it. */
final class LeaveConversationUseCase implements LeaveConversation {

  private final Partitions partitions;
  private final NodeOccupancies occupancies;
  private final Typing typing;

  LeaveConversationUseCase(Partitions partitions, NodeOccupancies occupancies, Typing typing) {
    this.partitions = partitions;
    this.occupancies = occupancies;
    this.typing = typing;
  }

  @Override
  public void leave(Connection caller, ConversationId conversation, Reply<ConversationId> reply) {
    Partition partition = partitions.of(conversation);
    if (!partition.offer(new Leaving(caller, conversation, reply, partition))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  private final class Leaving implements LaneCommand<Optional<Conversation>> {
    private final Connection caller;
    private final ConversationId id;
    private final Reply<ConversationId> reply;
    private final Partition partition;

    Leaving(
        Connection caller, ConversationId id, Reply<ConversationId> reply, Partition partition) {
      this.caller = caller;
      this.id = id;
      this.reply = reply;
      this.partition = partition;
    }

    @Override
    public void begin() {
      partition.occupancy().vacate(id, caller.user(), caller);
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    /** What remains, where the user takes part no more. */
    @Override
    public Decision<Optional<Conversation>> decide(Records records) {
      if (partition.occupancy().isOccupiedBy(id, caller.user())) {
        return Decision.unchanged(Optional.empty());
      }
      Optional<Conversation> found =
          records.conversation(id).filter(conversation -> conversation.has(caller.user()));
      if (found.isEmpty()) {
        return Decision.unchanged(Optional.empty());
      }
      Conversation conversation = found.get();
      if (conversation.kind() != Kind.OPEN || occupancies.isElsewhere(records, id, caller.user())) {
        return Decision.<Optional<Conversation>>unchanged(Optional.empty())
            .with(occupancies.givenUp(conversation, caller.user()));
      }
      Conversation left = conversation.without(caller.user());
      return Decision.changed(Optional.of(left), left);
    }

    @Override
    public void done(Optional<Conversation> left, Optional<Message> none, Fanout fanout) {
      rise(fanout);
      left.ifPresent(
          conversation -> {
            partition.feeds().removeOthers(conversation, Set.of(), fanout);
            fanout.publish(() -> new Signal.OfAccess(id, conversation.accessVersion(), Set.of()));
          });
      goOut(fanout, () -> reply.done(id));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      rise(fanout);
      occupancies.vacate(id, caller.user());
      goOut(fanout, () -> reply.refused(refusal));
    }

    private void rise(Fanout fanout) {
      partition
          .occupancy()
          .vacate(id, caller.user(), caller); // a join earlier in the batch may have sat again
      fanout.onEvery(state -> typing.left(state, id, caller));
    }

    /** In its turn: joins that were asked before it are answered before it. */
    private void goOut(Fanout fanout, Runnable answer) {
      partition
          .feeds()
          .afterAnswers(
              id, () -> fanout.on(caller.loop(), state -> state.leave(id, caller, answer)));
    }
  }
}
