package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.event.Event.ConversationRead;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.Work;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Ledger.Line;
import io.messageservice.application.port.out.Ledger.Others;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Moves a reader's mark to the newest message. */
final class MarkConversationAsReadUseCase implements MarkConversationAsRead {

  private final Lane lane;
  private final Access access;
  private final Receipts receipts;
  private final Encoder encoder;

  MarkConversationAsReadUseCase(Lane lane, Access access, Receipts receipts, Encoder encoder) {
    this.lane = lane;
    this.access = access;
    this.receipts = receipts;
    this.encoder = encoder;
  }

  @Override
  public void markAll(Caller caller, ConversationId conversation, Reply<Marked> reply) {
    if (!lane.offer(new Marking(caller, conversation, reply))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /** What became read, and where. */
  record Change(Conversation conversation, Others others) {}

  private final class Marking implements Work<Change> {
    private final Caller caller;
    private final ConversationId id;
    private final Reply<Marked> reply;

    Marking(Caller caller, ConversationId id, Reply<Marked> reply) {
      this.caller = caller;
      this.id = id;
      this.reply = reply;
    }

    @Override
    public Decision<Change> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      if (!access.mayRead(found, caller.user())) {
        return Decision.refused(Refusal.FORBIDDEN);
      }
      Conversation conversation = found.orElseThrow();
      ReadMark old = new ReadMark(id, caller.user(), records.readUpTo(id, caller.user()));
      ReadMark moved = old.read(conversation.head());
      if (moved.equals(old)) {
        return Decision.unchanged(new Change(conversation, Others.NONE));
      }
      Others others =
          records.saidByOthers(
              id, caller.user(), old.readUpTo(), moved.readUpTo(), Receipts.MAX_TOLD);
      return Decision.marked(new Change(conversation, others), moved);
    }

    @Override
    public void done(Change change, Optional<Message> none, Delivery delivery) {
      Others others = change.others();
      for (Line line : others.newest()) {
        receipts.tell(change.conversation(), line.id(), line.sender(), true, caller, delivery);
      }
      if (others.count() > 0) {
        tellConversationRead(change, delivery);
      }
      delivery.on(
          caller.shard(),
          hall -> hall.answer(caller, id, () -> reply.done(new Marked(id, others.count()))));
    }

    private void tellConversationRead(Change change, Delivery delivery) {
      Set<UserId> senders =
          change.others().newest().stream().map(Line::sender).collect(Collectors.toSet());
      receipts.tell(
          change.conversation(),
          senders,
          caller,
          encoder.encode(new ConversationRead(id, caller.user(), change.others().count())),
          delivery);
    }

    @Override
    public void refused(Refusal refusal, Delivery delivery) {
      delivery.on(caller.shard(), hall -> hall.answer(caller, id, () -> reply.refused(refusal)));
    }
  }
}
