package io.messageservice.application.personal;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.personal.Receipts.Change;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.personal.MarkAsRead;
import io.messageservice.application.port.out.Ledger.Line;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * Moves a reader's mark to a message, forward where it was read, back where it was not. Which
 * conversation that is in is found out in any lane; another one than its own hands the command on.
 */
public final class MarkAsReadUseCase implements MarkAsRead {

  private final Partitions partitions;
  private final Access access;
  private final Receipts receipts;

  /** By those rules. */
  public MarkAsReadUseCase(Partitions partitions, Access access, Receipts receipts) {
    this.partitions = partitions;
    this.access = access;
    this.receipts = receipts;
  }

  @Override
  public void mark(Caller caller, Mark mark, Reply<Mark> reply) {
    Partition partition = partitions.of(mark.message());
    if (!partition.offer(new Marking(caller, mark, reply, partition))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What was decided.
   *
   * @param partition that the conversation belongs to
   * @param change empty where that is another one than the command's: it is decided there
   */
  record Found(Partition partition, Optional<Change> change) {}

  private final class Marking implements LaneCommand<Found> {
    private final Caller caller;
    private final Mark mark;
    private final Reply<Mark> reply;
    private final Partition partition;

    Marking(Caller caller, Mark mark, Reply<Mark> reply, Partition partition) {
      this.caller = caller;
      this.mark = mark;
      this.reply = reply;
      this.partition = partition;
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Found> decide(Records records) {
      Optional<Message> message = records.message(mark.message());
      Optional<Partition> other =
          message
              .map(sent -> partitions.of(sent.conversation()))
              .filter(own -> !own.equals(partition));
      if (other.isPresent()) {
        return Decision.unchanged(new Found(other.get(), Optional.empty()));
      }
      Optional<Conversation> found = message.flatMap(m -> records.conversation(m.conversation()));
      return access.mayRead(found, caller.user())
          ? move(records, found.orElseThrow(), message.orElseThrow())
          : Decision.refused(Refusal.NO_SUCH_MESSAGE);
    }

    private Decision<Found> move(Records records, Conversation conversation, Message message) {
      UserId reader = caller.user();
      long before = records.readUpTo(conversation.id(), reader);
      ReadMark old = new ReadMark(conversation.id(), reader, before);
      ReadMark moved = mark.read() ? old.read(message.seq()) : old.unread(message.seq());
      if (moved.equals(old)) {
        return Decision.unchanged(found(new Change(conversation, old, mark.read(), List.of())));
      }
      if (!mark.read()) {
        List<Line> line = List.of(new Line(message.id(), message.seq(), message.sender()));
        Change change = new Change(conversation, moved, false, line);
        return Decision.personal(found(change), moved, reached(records, old));
      }
      List<Line> lines =
          records
              .sentByOthers(conversation.id(), reader, before, message.seq(), Receipts.MAX_SENT)
              .newest();
      return Decision.personal(found(new Change(conversation, moved, true, lines)), moved);
    }

    /** What was read has reached the reader, whatever they call unread. */
    private DeliveredMark reached(Records records, ReadMark before) {
      long reported = records.deliveredUpTo(before.conversation(), before.user());
      return new DeliveredMark(before.conversation(), before.user(), reported)
          .delivered(before.readUpTo());
    }

    private Found found(Change change) {
      return new Found(partition, Optional.of(change));
    }

    @Override
    public void done(Found found, Optional<Message> none, Fanout fanout) {
      if (found.change().isEmpty()) {
        found.partition().lane().post(new Marking(caller, mark, reply, found.partition()));
        return;
      }
      Change change = found.change().get();
      receipts.deliver(change, caller, fanout);
      partition.answer(caller, change.conversation().id(), () -> reply.done(mark), fanout);
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      fanout.on(caller.loop(), state -> reply.refused(refusal));
    }
  }
}
