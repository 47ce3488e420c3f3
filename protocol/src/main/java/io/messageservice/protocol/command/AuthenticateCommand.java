package io.messageservice.protocol.command;

import io.messageservice.application.port.in.Authenticate.Renewed;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;

/** Replaces the token of a live connection. */
record AuthenticateCommand(String token) implements Command {

  static final String EVENT = "authenticate";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new AuthenticateCommand(envelope.payload().token());
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Renewed>ask(
        Way.READER,
        frame,
        (ref, renewed) -> {
          session.expireAt(renewed.expiry());
          return ReplyFrames.taken(EVENT, ref);
        },
        reply -> session.useCases().authenticate().authenticate(session, token, reply));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "AuthenticateCommand[]";
  }
}
