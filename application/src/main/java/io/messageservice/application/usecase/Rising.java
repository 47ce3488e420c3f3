package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.lane.Work;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.Attendance;
import io.messageservice.domain.room.Seat;
import java.util.Optional;
import java.util.Set;

/** A connection that is gone gives up its seats; its user stays a participant. */
final class Rising implements Work<Boolean> {

  private final Attendance<Connection> attendance;
  private final Connection gone;
  private final Set<ConversationId> rooms;
  private final Optional<Seats> seats;

  /** The seats in these rooms, as far as this node keeps them for itself. */
  Rising(Attendance<Connection> attendance, Connection gone, Set<ConversationId> rooms) {
    this(attendance, gone, rooms, Optional.empty());
  }

  /** The seat in one room, in the store too where that keeps seats. */
  Rising(Attendance<Connection> attendance, Connection gone, ConversationId room, Seats seats) {
    this(attendance, gone, Set.of(room), Optional.of(seats));
  }

  private Rising(
      Attendance<Connection> attendance,
      Connection gone,
      Set<ConversationId> rooms,
      Optional<Seats> seats) {
    this.attendance = attendance;
    this.gone = gone;
    this.rooms = rooms;
    this.seats = seats;
  }

  @Override
  public void begin() {
    rise();
  }

  @Override
  public Decision<Boolean> decide(Records records) {
    return Decision.unchanged(true).with(seats.flatMap(kept -> givenUp(records, kept)));
  }

  private Optional<Seat> givenUp(Records records, Seats kept) {
    ConversationId room = rooms.iterator().next();
    return attendance.sits(room, gone.user())
        ? Optional.empty()
        : records
            .conversation(room)
            .filter(found -> found.has(gone.user()))
            .flatMap(found -> kept.givenUp(found, gone.user()));
  }

  @Override
  public void done(Boolean done, Optional<Message> none, Delivery delivery) {
    rise(); // a join earlier in the batch may have sat again
  }

  @Override
  public void refused(Refusal refusal, Delivery delivery) {
    rise();
  }

  private void rise() {
    rooms.forEach(room -> attendance.rise(room, gone.user(), gone));
  }
}
