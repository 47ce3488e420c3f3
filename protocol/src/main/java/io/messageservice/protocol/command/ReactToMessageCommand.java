package io.messageservice.protocol.command;

import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.in.message.ReactToMessage.Reacted;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.ReactionJson;

/** Adds a reaction of the user to a message, or takes it back. */
public record ReactToMessageCommand(ReactToMessage.Request request) implements Command {

  static final String ADD = "addReaction";

  static final String REMOVE = "removeReaction";

  static Command add(Envelope envelope) throws InvalidFrame {
    return new ReactToMessageCommand(request(envelope.payload(), true));
  }

  static Command remove(Envelope envelope) throws InvalidFrame {
    return new ReactToMessageCommand(request(envelope.payload(), false));
  }

  /** What the payload asks for. */
  public static ReactToMessage.Request request(Payload payload, boolean add) throws InvalidFrame {
    return new ReactToMessage.Request(payload.messageId(), payload.reaction(), add);
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Reacted>ask(
        session.wayToMessage(),
        frame,
        (ref, reacted) -> ReplyFrames.success(request.add() ? ADD : REMOVE, ref, members(reacted)),
        reply -> session.useCases().reactToMessage().react(session, request, reply));
  }

  /** Writes the members of the answer. */
  public static Json.Writer members(Reacted reacted) {
    return json -> ReactionJson.writeAnswer(json, reacted);
  }
}
