package io.messageservice.protocol.command;

import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.frame.MessageFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.MessageJson;
import io.messageservice.protocol.json.Payload;

/** Edits a message. */
public record EditMessageCommand(EditMessage.Request request) implements Command {

  static final String EVENT = "editMessage";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new EditMessageCommand(request(envelope.payload(), envelope.limits()));
  }

  /** What the payload asks for. */
  public static EditMessage.Request request(Payload payload, Limits limits) throws InvalidFrame {
    return new EditMessage.Request(
        payload.messageId(), payload.edit(limits), content -> MessageJson.fits(content, limits));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<ChangedMessage>ask(
        session.wayToMessage() == Way.LANE ? session.wayToSend() : session.wayToMessage(),
        frame,
        (ref, changed) -> MessageFrames.reply(EVENT, ref, changed),
        reply -> session.useCases().editMessage().edit(session, request, reply));
  }
}
