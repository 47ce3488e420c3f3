package io.messageservice.protocol.command;

import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.in.message.SendMessage.Sent;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.frame.MessageFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;

/** Sends a message in a conversation. */
public record SendMessageCommand(SendMessage.Request request) implements Command {

  static final String EVENT = "sendMessage";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new SendMessageCommand(request(envelope.payload(), envelope.limits(), envelope.bytes()));
  }

  /**
   * What the payload asks for.
   *
   * @param bytes of the JSON that held it
   */
  public static SendMessage.Request request(Payload payload, Limits limits, int bytes)
      throws InvalidFrame {
    MessageContent content = payload.content(limits, bytes);
    return new SendMessage.Request(
        payload.conversationId(),
        content,
        payload.about(),
        payload.receiverId(),
        payload.clientMessageId());
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Sent>ask(
        session.wayToSend(),
        frame,
        MessageFrames::reply,
        reply -> session.useCases().sendMessage().send(session, request, reply));
  }

  @Override
  public int decodedBytes(int bytes) {
    return request.content().sizeBytes();
  }
}
