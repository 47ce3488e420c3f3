package io.messageservice.protocol.command;

import io.messageservice.application.port.in.SendMessage;
import io.messageservice.application.port.in.SendMessage.Sent;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.protocol.frame.MessageFrames;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;

/** Sends a message in a conversation. */
record SendMessageCommand(SendMessage.Request request) implements Command {

  static final String EVENT = "sendMessage";

  static Command decode(Envelope envelope) throws InvalidFrame {
    Payload payload = envelope.payload();
    MessageContent content = payload.content(envelope.limits(), envelope.bytes());
    return new SendMessageCommand(
        new SendMessage.Request(
            payload.conversationId(), content, payload.receiverId(), payload.clientMessageId()));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Sent>ask(
        Way.LANE,
        frame,
        MessageFrames::reply,
        reply -> session.useCases().sendMessage().send(session, request, reply));
  }

  @Override
  public int decodedBytes(int bytes) {
    return request.content().sizeBytes();
  }
}
