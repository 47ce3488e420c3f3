package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.Work;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.Attendance;
import io.messageservice.domain.room.Seat;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.Optional;

/**
 * What a store that nodes share is told of who is in which room of this node: where the last to
 * leave ends his part, and where a conversation in which nobody is may be forgotten. Nothing where
 * the node is alone. Any thread may call.
 */
final class Seats {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final boolean shared;
  private final Attendance<Connection> attendance;
  private final Lane lane;
  private final Timer timer;

  /** This node is about to stop: its name is given up, and with it every seat that bears it. */
  private volatile boolean stopping;

  Seats(Attendance<Connection> attendance, Lane lane, Surroundings around) {
    this.shared = around.cluster().isShared();
    this.attendance = attendance;
    this.lane = lane;
    this.timer = around.timer();
  }

  /** The user is in the room here. */
  Optional<Seat> taken(Conversation room, UserId user) {
    return seat(room, user, true);
  }

  /** The user is in the room here no more. */
  Optional<Seat> givenUp(Conversation room, UserId user) {
    return seat(room, user, false);
  }

  private Optional<Seat> seat(Conversation room, UserId user, boolean taken) {
    boolean matters = shared && (room.kind() == Kind.OPEN || room.isSilent());
    return matters ? Optional.of(new Seat(room.id(), user, taken)) : Optional.empty();
  }

  /** The user may be in the room here no more: then the store is told, as soon as it can be. */
  void vacate(ConversationId room, UserId user) {
    if (shared && !stopping) {
      lane.post(new Vacating(room, user));
    }
  }

  /** From now on seats are kept: the name of the node ends with it. */
  void keep() {
    stopping = true;
  }

  private final class Vacating implements Work<Boolean> {
    private final ConversationId room;
    private final UserId user;

    Vacating(ConversationId room, UserId user) {
      this.room = room;
      this.user = user;
    }

    @Override
    public Decision<Boolean> decide(Records records) {
      Optional<Seat> seat =
          attendance.sits(room, user)
              ? Optional.empty()
              : records
                  .conversation(room)
                  .filter(found -> found.has(user))
                  .flatMap(found -> givenUp(found, user));
      return Decision.unchanged(true).with(seat);
    }

    @Override
    public void done(Boolean result, Optional<Message> none, Delivery delivery) {
      // nobody asked
    }

    @Override
    public void refused(Refusal refusal, Delivery delivery) {
      timer.after(RETRY, () -> vacate(room, user));
    }
  }
}
