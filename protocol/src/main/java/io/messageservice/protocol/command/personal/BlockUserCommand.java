package io.messageservice.protocol.command.personal;

import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.PersonalJson;

/**
 * Blocks a user, or does so no more.
 *
 * @param holds whether they are blocked from now on
 */
public record BlockUserCommand(UserId other, boolean holds) implements Command {

  public static final String BLOCK = "blockUser";

  public static final String UNBLOCK = "unblockUser";

  /** Reads the payload of a block. */
  public static Command block(Envelope envelope) throws InvalidFrame {
    return new BlockUserCommand(envelope.payload().userId("userId"), true);
  }

  /** Reads the payload of the end of one. */
  public static Command unblock(Envelope envelope) throws InvalidFrame {
    return new BlockUserCommand(envelope.payload().userId("userId"), false);
  }

  /** What follows waits until it holds in the direct conversations of the two, in their lanes. */
  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<BlockChange>ask(
        Way.FOUND_LANE,
        frame,
        (ref, change) ->
            ReplyFrames.success(holds ? BLOCK : UNBLOCK, ref, PersonalJson.members(change)),
        reply -> session.useCases().blockUser().block(session, other, holds, reply));
  }
}
