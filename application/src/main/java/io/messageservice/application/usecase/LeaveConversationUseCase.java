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

  private final class Leaving implements Work<Optional<Conversation>> {
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

    /** What remains, where the user takes part no more. */
    @Override
    public Decision<Optional<Conversation>> decide(Records records) {
      if (attendance.sits(id, caller.user())) {
        return Decision.unchanged(Optional.empty());
      }
      Optional<Conversation> open =
          records
              .conversation(id)
              .filter(found -> found.kind() == Kind.OPEN && found.has(caller.user()));
      Optional<Conversation> left = open.map(found -> found.without(caller.user()));
      return left.isPresent()
          ? Decision.changed(left, left.get())
          : Decision.unchanged(Optional.empty());
    }

    @Override
    public void done(Optional<Conversation> left, Optional<Message> none, Delivery delivery) {
      goOut(delivery);
      left.ifPresent(conversation -> delivery.onEvery(hall -> hall.putOut(conversation)));
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
