package io.messageservice.protocol.command.personal;

import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.PersonalJson;

/** Notes that the messages of a conversation up to a position have reached the user. */
public record MarkAsDeliveredCommand(MarkAsDelivered.Request request) implements Command {

  public static final String EVENT = "markAsDelivered";

  /** Reads its payload. */
  public static Command decode(Envelope envelope) throws InvalidFrame {
    return new MarkAsDeliveredCommand(PersonalJson.delivered(envelope.payload()));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<DeliveredMark>ask(
        Way.LANE,
        frame,
        (ref, mark) -> ReplyFrames.success(EVENT, ref, PersonalJson.members(mark)),
        reply -> session.useCases().markAsDelivered().mark(session, request, reply));
  }
}
