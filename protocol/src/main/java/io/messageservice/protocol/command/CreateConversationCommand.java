package io.messageservice.protocol.command;

import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.in.group.CreateConversation.Created;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.ConversationRequest;
import io.messageservice.protocol.json.InvalidFrame;

/** Begins a group, or gives the direct conversation of the user and another one. */
record CreateConversationCommand(CreateConversation.Request request) implements Command {

  static final String EVENT = "createConversation";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new CreateConversationCommand(ConversationRequest.create(envelope.payload()));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Created>ask(
        Way.FOUND_LANE,
        frame,
        (ref, created) ->
            ReplyFrames.success(
                EVENT,
                ref,
                json -> {
                  if (created.existed()) {
                    json.writeBooleanField("duplicate", true);
                  }
                  ConversationJson.writeField(json, created.conversation(), session.user());
                }),
        reply -> session.useCases().createConversation().create(session, request, reply));
  }
}
