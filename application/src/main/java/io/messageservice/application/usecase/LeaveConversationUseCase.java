package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.Work;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.LeaveConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.Attendance;
import java.util.Optional;

/** Leaves a room; the last of a user's connections to leave an open one ends his part in it. */
final class LeaveConversationUseCase implements LeaveConversation {

  private final Lane lane;
  private final Attendance<Connection> attendance;

  LeaveConversationUseCase(Lane lane, Attendance<Connection> attendance) {
    this.lane = lane;
    this.attendance = attendance;
  }

  @Override
  public void leave(Connection caller, ConversationId conversation, Reply<ConversationId> reply) {
    if (!lane.offer(new Leaving(caller, conversation, reply))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  private final class Leaving implements Work<ConversationId> {
    private final Connection caller;
    private final ConversationId id;
    private final Reply<ConversationId> reply;

    Leaving(Connection caller, ConversationId id, Reply<ConversationId> reply) {
      this.caller = caller;
      this.id = id;
      this.reply = reply;
    }

    @Override
    public void begin() {
      attendance.rise(id, caller.user(), caller);
    }

    @Override
    public Decision<ConversationId> decide(Records records) {
      if (attendance.sits(id, caller.user())) {
        return Decision.unchanged(id);
      }
      Optional<Conversation> open =
          records
              .conversation(id)
              .filter(found -> found.kind() == Kind.OPEN && found.has(caller.user()));
      return open.isPresent()
          ? Decision.changed(id, open.get().without(caller.user()))
          : Decision.unchanged(id);
    }

    @Override
    public void done(ConversationId left, Optional<Message> none, Delivery delivery) {
      goOut(delivery);
      delivery.on(caller.shard(), hall -> hall.answer(caller, id, () -> reply.done(id)));
    }

    @Override
    public void refused(Refusal refusal, Delivery delivery) {
      goOut(delivery);
      delivery.on(caller.shard(), hall -> hall.answer(caller, id, () -> reply.refused(refusal)));
    }

    private void goOut(Delivery delivery) {
      attendance.rise(id, caller.user(), caller); // a join earlier in the batch may have sat again
      delivery.on(caller.shard(), hall -> hall.leave(id, caller));
      delivery.onEvery(hall -> hall.typistGone(id, caller.user()));
    }
  }
}
