package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Hall;
import io.messageservice.application.delivery.Halls;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.Work;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.Attendance;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Enters a room: the answer and the entry pass the lane, so that no message falls between them. */
final class JoinConversationUseCase implements JoinConversation {

  private final Lane lane;
  private final Halls halls;
  private final Access access;
  private final Founding founding;
  private final Attendance<Connection> attendance;
  private final int maxRooms;
  private final String epoch;
  private final InstantSource clock;

  JoinConversationUseCase(
      Lane lane,
      Halls halls,
      Access access,
      Founding founding,
      Attendance<Connection> attendance,
      int maxRooms,
      String epoch,
      InstantSource clock) {
    this.lane = lane;
    this.halls = halls;
    this.access = access;
    this.founding = founding;
    this.attendance = attendance;
    this.maxRooms = maxRooms;
    this.epoch = epoch;
    this.clock = clock;
  }

  @Override
  public void join(Connection caller, ConversationId conversation, Reply<Joined> reply) {
    Hall hall = halls.of(caller.shard());
    if (!hall.rooms().claim(conversation, caller, maxRooms)) {
      reply.refused(Refusal.tooLarge("conversationId: " + maxRooms + " rooms at most"));
    } else if (!lane.offer(new Joining(caller, conversation, reply))) {
      hall.rooms().release(conversation, caller);
      reply.refused(Refusal.OVERLOADED);
    }
  }

  private final class Joining implements Work<Conversation> {
    private final Connection caller;
    private final ConversationId id;
    private final Reply<Joined> reply;
    private final Founding.Leave leave;
    private boolean newlySeated;

    Joining(Connection caller, ConversationId id, Reply<Joined> reply) {
      this.caller = caller;
      this.id = id;
      this.reply = reply;
      this.leave = founding.leaveOf(caller.user());
    }

    @Override
    public void begin() {
      newlySeated = attendance.sit(id, caller.user(), caller);
    }

    @Override
    public Decision<Conversation> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      Admission admission = access.enter(found, id, caller.user());
      if (admission instanceof Admission.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      Optional<Refusal> tooMany = leave.refusal(found);
      if (tooMany.isPresent()) {
        return Decision.refused(tooMany.get());
      }
      Conversation joined =
          ((Admission.Granted) admission).conversation().joinedAt(clock.instant());
      return found.filter(joined::equals).isPresent()
          ? Decision.unchanged(joined)
          : Decision.changed(joined, joined);
    }

    @Override
    public void done(Conversation conversation, Optional<Message> none, Delivery delivery) {
      attendance.sit(id, caller.user(), caller); // an earlier join of the batch may have failed
      delivery.on(caller.shard(), hall -> enter(hall, conversation));
    }

    private void enter(Hall hall, Conversation conversation) {
      if (!hall.rooms().enter(id, caller)) {
        lane.post(new Rising(attendance, caller, Set.of(id)));
        return;
      }
      reply.done(new Joined(id, conversation.kind(), conversation.head(), 1, epoch));
    }

    @Override
    public void refused(Refusal refusal, Delivery delivery) {
      if (newlySeated) {
        attendance.rise(id, caller.user(), caller);
      }
      delivery.on(
          caller.shard(),
          hall -> {
            hall.rooms().release(id, caller);
            reply.refused(refusal);
          });
    }
  }
}
