package io.messageservice.protocol.command;

import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;

/** Answers a ping of the service. Answered itself only where it has a ref. */
record PongCommand() implements Command {

  static final String EVENT = ClientFrame.PONG;

  static Command decode(Envelope envelope) throws InvalidFrame {
    envelope.requireGoodPayload();
    return new PongCommand();
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    if (frame.ref() != null) {
      session.inOrder(frame, () -> session.send(ReplyFrames.taken(EVENT, frame.ref())));
    } else {
      session.ended(frame);
    }
  }
}
