package io.messageservice.protocol.command;

import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.EventFrames;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Ref;

/** Asks for a {@code pong}, at once and out of order. */
record PingCommand() implements Command {

  static final String EVENT = "ping";

  private static final TextFrame PONG = EventFrames.kept("pong", json -> {});

  static Command decode(Envelope envelope) throws InvalidFrame {
    envelope.requireGoodPayload();
    return new PingCommand();
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.send(frame.ref() == null ? PONG : pong(frame.ref()));
    session.ended(frame);
  }

  /** The same push, for a client that called its ping by a name. */
  private static TextFrame pong(Ref ref) {
    return TextFrame.kept(
        Json.write(
            json -> {
              json.writeStringField("event", "pong");
              ReplyFrames.writeRef(json, ref);
              json.writeObjectFieldStart("data");
              json.writeEndObject();
            }));
  }
}
