package io.messageservice.application.command;

import io.messageservice.application.command.Receipts.Change;
import io.messageservice.application.event.Event.ConversationRead;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Others;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.receipt.ReadMark;
import java.util.List;
import java.util.Optional;

/** Moves a reader's mark forward to a position, or to the newest message. */
final class MarkConversationAsReadUseCase implements MarkConversationAsRead {

  private final Partitions partitions;
  private final Access access;
  private final Receipts receipts;

  MarkConversationAsReadUseCase(Partitions partitions, Access access, Receipts receipts) {
    this.partitions = partitions;
    this.access = access;
    this.receipts = receipts;
  }

  @Override
  public void markAll(Caller caller, Request request, Reply<Marked> reply) {
    Partition partition = partitions.of(request.conversation());
    if (!partition.offer(new Marking(caller, request, reply, partition))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What became read.
   *
   * @param count how many messages of others, more perhaps than receipts are made of
   */
  record Read(Change change, int count) {}

  private final class Marking implements LaneCommand<Read> {
    private final Caller caller;
    private final ConversationId id;
    private final long upToSeq;
    private final Reply<Marked> reply;
    private final Partition partition;

    Marking(Caller caller, Request request, Reply<Marked> reply, Partition partition) {
      this.caller = caller;
      this.id = request.conversation();
      this.upToSeq = request.upToSeq();
      this.reply = reply;
      this.partition = partition;
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Read> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      if (!access.mayRead(found, caller.user())) {
        return Decision.refused(
            found.isEmpty() ? Access.noAccess(caller.actor()) : Refusal.FORBIDDEN);
      }
      Conversation conversation = found.orElseThrow();
      ReadMark old = new ReadMark(id, caller.user(), records.readUpTo(id, caller.user()));
      ReadMark moved = old.read(Math.min(upToSeq, conversation.head()));
      if (moved.equals(old)) {
        return Decision.unchanged(new Read(new Change(conversation, old, true, List.of()), 0));
      }
      Others others =
          records.sentByOthers(
              id, caller.user(), old.readUpTo(), moved.readUpTo(), Receipts.MAX_SENT);
      Change change = new Change(conversation, moved, true, others.newest());
      return Decision.marked(new Read(change, others.count()), moved);
    }

    @Override
    public void done(Read read, Optional<Message> none, Fanout fanout) {
      if (read.count() > 0) {
        receipts.deliver(read.change(), caller, fanout);
        deliverConversationRead(read, fanout);
      }
      answer(fanout, () -> reply.done(new Marked(id, read.count())));
    }

    private void deliverConversationRead(Read read, Fanout fanout) {
      receipts.deliver(
          read.change().conversation(),
          read.change().senders(),
          caller,
          new ConversationRead(id, caller.user(), read.count()),
          fanout);
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      answer(fanout, () -> reply.refused(refusal));
    }

    private void answer(Fanout fanout, Runnable answer) {
      partition
          .feeds()
          .afterAnswers(
              id, () -> fanout.on(caller.loop(), state -> state.answer(caller, id, answer)));
    }
  }
}
