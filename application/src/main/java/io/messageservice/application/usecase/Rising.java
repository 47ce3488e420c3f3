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
import java.util.Optional;
import java.util.Set;

/** A connection that is gone gives up its seats; its user stays a participant. */
final class Rising implements Work<Boolean> {

  private final Attendance<Connection> attendance;
  private final Connection gone;
  private final Set<ConversationId> rooms;

  Rising(Attendance<Connection> attendance, Connection gone, Set<ConversationId> rooms) {
    this.attendance = attendance;
    this.gone = gone;
    this.rooms = rooms;
  }

  @Override
  public void begin() {
    rise();
  }

  @Override
  public Decision<Boolean> decide(Records records) {
    return Decision.unchanged(true);
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
