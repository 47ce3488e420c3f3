package io.messageservice.application.personal;

import io.messageservice.application.event.Event.ConversationRead;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.personal.Receipts.Change;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.personal.MarkConversationAsRead;
import io.messageservice.application.port.out.Ledger.Others;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.ReadMark;
import java.util.List;

/** Moves a reader's mark forward to a position, or to the newest message. */
public final class MarkConversationAsReadUseCase implements MarkConversationAsRead {

  private final Partitions partitions;
  private final Access access;
  private final Receipts receipts;

  /** By those rules. */
  public MarkConversationAsReadUseCase(Partitions partitions, Access access, Receipts receipts) {
    this.partitions = partitions;
    this.access = access;
    this.receipts = receipts;
  }

  @Override
  public void markAll(Caller caller, Request request, Reply<Marked> reply) {
    new Marking(caller, request, reply).offer();
  }

  /**
   * What became read.
   *
   * @param count how many messages of others, more perhaps than receipts are made of
   */
  record Read(Change change, int count) {}

  private final class Marking extends PersonalCommand<Read, Marked> {
    private final long upToSeq;

    Marking(Caller caller, Request request, Reply<Marked> reply) {
      super(caller, request.conversation(), access, reply, partitions.of(request.conversation()));
      this.upToSeq = request.upToSeq();
    }

    @Override
    Decision<Read> decide(Records records, Conversation conversation) {
      ReadMark old = new ReadMark(id, caller.user(), records.readUpTo(id, caller.user()));
      ReadMark moved = old.read(Math.min(upToSeq, conversation.head()));
      if (moved.equals(old)) {
        return Decision.unchanged(new Read(new Change(conversation, old, true, List.of()), 0));
      }
      Others others =
          records.sentByOthers(
              id, caller.user(), old.readUpTo(), moved.readUpTo(), Receipts.MAX_SENT);
      Change change = new Change(conversation, moved, true, others.newest());
      return Decision.personal(new Read(change, others.count()), moved);
    }

    @Override
    void deliver(Read read, Fanout fanout) {
      if (read.count() > 0) {
        ConversationRead event = new ConversationRead(id, caller.user(), read.count());
        receipts.deliver(read.change(), caller, fanout);
        receipts.deliverToRoom(
            read.change().conversation(), read.change().senders(), caller, event, fanout);
      }
    }

    @Override
    Marked answer(Read read) {
      return new Marked(id, read.count());
    }
  }
}
