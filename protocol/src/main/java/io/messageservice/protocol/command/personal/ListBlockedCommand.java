package io.messageservice.protocol.command.personal;

import io.messageservice.application.port.in.personal.ListBlocked;
import io.messageservice.application.port.in.personal.ListBlocked.BlockedPage;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.PersonalJson;

/** Reads a page of those whom the user blocks. */
public record ListBlockedCommand(ListBlocked.Request request) implements Command {

  public static final String EVENT = "listBlocked";

  /** Reads its payload. */
  public static Command decode(Envelope envelope) throws InvalidFrame {
    return new ListBlockedCommand(PersonalJson.blocked(envelope.payload()));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<BlockedPage>ask(
        Way.READER,
        frame,
        (ref, page) -> ReplyFrames.success(EVENT, ref, PersonalJson.members(page)),
        reply -> session.useCases().listBlocked().list(session, request, reply));
  }
}
