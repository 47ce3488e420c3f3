package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Gate;
import io.messageservice.application.delivery.Hall;
import io.messageservice.application.event.Event.MessageSaid;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.Work;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.SendMessage;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.Attendance;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says something: access, numbering and the look for a double in one decision. */
final class SendMessageUseCase implements SendMessage {

  /** A message counts for one command more for each of these that it holds. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private final Lane lane;
  private final Gate gate;
  private final Access access;
  private final Founding founding;
  private final Attendance<Connection> attendance;
  private final Encoder encoder;
  private final InstantSource clock;

  SendMessageUseCase(
      Lane lane,
      Gate gate,
      Access access,
      Founding founding,
      Attendance<Connection> attendance,
      Encoder encoder,
      InstantSource clock) {
    this.lane = lane;
    this.gate = gate;
    this.access = access;
    this.founding = founding;
    this.attendance = attendance;
    this.encoder = encoder;
    this.clock = clock;
  }

  @Override
  public void send(Caller caller, Request request, Reply<Sent> reply) {
    if (request.receiver().filter(caller.user()::equals).isPresent()) {
      reply.refused(Refusal.invalidPayload("receiverId: not yourself"));
    } else if (!lane.offer(new Sending(caller, request, reply))) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What was decided.
   *
   * @param conversation as it stands after it
   * @param duplicate the message that had been sent under the same key
   * @param closed whether an open conversation became a direct one
   */
  record Said(Conversation conversation, Optional<Message> duplicate, boolean closed) {}

  private final class Sending implements Work<Said> {
    private final Caller caller;
    private final Request request;
    private final Reply<Sent> reply;
    private final Founding.Leave leave;

    Sending(Caller caller, Request request, Reply<Sent> reply) {
      this.caller = caller;
      this.request = request;
      this.reply = reply;
      this.leave = founding.leaveOf(caller.user());
    }

    @Override
    public int weight() {
      return 1 + request.content().sizeBytes() / BYTES_OF_WEIGHT;
    }

    @Override
    public Decision<Said> decide(Records records) {
      Optional<Conversation> found = records.conversation(request.conversation());
      Optional<Message> before =
          request.key().flatMap(key -> records.sent(request.conversation(), caller.user(), key));
      if (before.isPresent() && found.filter(had -> had.has(caller.user())).isPresent()) {
        return again(found.get(), before.get()); // others may have come since: not judged again
      }
      Admission admission = admit(found);
      if (admission instanceof Admission.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      Optional<Refusal> tooMany = leave.refusal(found);
      if (tooMany.isPresent()) {
        return Decision.refused(tooMany.get());
      }
      Admission.Granted granted = (Admission.Granted) admission;
      return before.isPresent() ? again(granted.conversation(), before.get()) : say(found, granted);
    }

    private Admission admit(Optional<Conversation> found) {
      return request
          .receiver()
          .map(to -> access.speakTo(to, found, request.conversation(), caller.user()))
          .orElseGet(() -> access.enter(found, request.conversation(), caller.user()));
    }

    private Decision<Said> again(Conversation conversation, Message before) {
      return before.content().equals(request.content())
          ? Decision.unchanged(new Said(conversation, Optional.of(before), false))
          : Decision.refused(
              Refusal.invalidPayload("clientMessageId: used before for another message"));
    }

    private Decision<Said> say(Optional<Conversation> found, Admission.Granted granted) {
      Draft draft = new Draft(granted.voice(), request.content(), request.key());
      NewMessage message = NewMessage.in(granted.conversation(), draft, clock.instant());
      Conversation after = granted.conversation().after(message.seq(), message.createdAt());
      boolean closed =
          after.kind() == Kind.DIRECT && found.isPresent() && found.get().kind() == Kind.OPEN;
      return Decision.said(new Said(after, Optional.empty(), closed), after, message);
    }

    @Override
    public void done(Said said, Optional<Message> stored, Delivery delivery) {
      Message message = stored.or(said::duplicate).orElseThrow();
      Encoded event = encoder.encode(new MessageSaid(message));
      Sent sent = new Sent(message, stored.isEmpty(), event);
      if (stored.isPresent()) {
        tell(said, message, event, delivery);
        answer(delivery, hall -> hall.answer(caller, id(), message.seq(), () -> reply.done(sent)));
      } else {
        answer(delivery, hall -> hall.answer(caller, id(), () -> reply.done(sent)));
      }
    }

    private void tell(Said said, Message message, Encoded event, Delivery delivery) {
      Conversation conversation = said.conversation();
      if (said.closed()) {
        attendance.clear(conversation.id());
        delivery.onEvery(hall -> hall.putOut(conversation));
      }
      @Nullable Connection sender = caller instanceof Connection connection ? connection : null;
      gate.pass(conversation, message, event, sender, delivery);
    }

    @Override
    public void refused(Refusal refusal, Delivery delivery) {
      answer(delivery, hall -> hall.answer(caller, id(), () -> reply.refused(refusal)));
    }

    private void answer(Delivery delivery, Consumer<Hall> answer) {
      delivery.on(caller.shard(), answer);
    }

    private ConversationId id() {
      return request.conversation();
    }
  }
}
