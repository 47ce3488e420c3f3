package io.messageservice.application.command;

import io.messageservice.application.command.Receipts.Change;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.Feeds;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.MarkAsRead;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Line;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/** Moves a reader's mark to a message, forward where it was read, back where it was not. */
final class MarkAsReadUseCase implements MarkAsRead {

  private final Lane lane;
  private final Feeds feeds;
  private final Access access;
  private final Receipts receipts;

  MarkAsReadUseCase(Lane lane, Feeds feeds, Access access, Receipts receipts) {
    this.lane = lane;
    this.feeds = feeds;
    this.access = access;
    this.receipts = receipts;
  }

  @Override
  public void mark(Caller caller, Mark mark, Reply<Mark> reply) {
    if (!lane.offer(new Marking(caller, mark, reply))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  private final class Marking implements LaneCommand<Change> {
    private final Caller caller;
    private final Mark mark;
    private final Reply<Mark> reply;

    Marking(Caller caller, Mark mark, Reply<Mark> reply) {
      this.caller = caller;
      this.mark = mark;
      this.reply = reply;
    }

    @Override
    public Decision<Change> decide(Records records) {
      Optional<Message> message = records.message(mark.message());
      Optional<Conversation> found = message.flatMap(m -> records.conversation(m.conversation()));
      return access.mayRead(found, caller.user())
          ? move(records, found.orElseThrow(), message.orElseThrow())
          : Decision.refused(Refusal.NO_SUCH_MESSAGE);
    }

    private Decision<Change> move(Records records, Conversation conversation, Message message) {
      UserId reader = caller.user();
      long before = records.readUpTo(conversation.id(), reader);
      ReadMark old = new ReadMark(conversation.id(), reader, before);
      ReadMark moved = mark.read() ? old.read(message.seq()) : old.unread(message.seq());
      if (moved.equals(old)) {
        return Decision.unchanged(new Change(conversation, old, mark.read(), List.of()));
      }
      List<Line> lines =
          mark.read()
              ? records
                  .saidByOthers(conversation.id(), reader, before, message.seq(), Receipts.MAX_TOLD)
                  .newest()
              : List.of(new Line(message.id(), message.seq(), message.sender()));
      return Decision.marked(new Change(conversation, moved, mark.read(), lines), moved);
    }

    @Override
    public void done(Change change, Optional<Message> none, Fanout fanout) {
      receipts.deliver(change, caller, fanout);
      ConversationId id = change.conversation().id();
      feeds.afterAnswers(
          id,
          () ->
              fanout.on(caller.loop(), state -> state.answer(caller, id, () -> reply.done(mark))));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      fanout.on(caller.loop(), state -> reply.refused(refusal));
    }
  }
}
