package io.messageservice.protocol.command;

import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;

/**
 * Sends the room an event of the clients' own.
 *
 * @param data JSON
 */
record SendEventCommand(ConversationId conversation, String name, String data) implements Command {

  static final String EVENT = "sendEvent";

  static Command decode(Envelope envelope) throws InvalidFrame {
    Payload payload = envelope.payload();
    return new SendEventCommand(payload.conversationId(), payload.eventName(), payload.eventData());
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<CustomEvent>ask(
        Way.HERE,
        frame,
        (ref, sent) ->
            ReplyFrames.success(
                EVENT,
                ref,
                json -> json.writeStringField("conversationId", sent.conversation().value())),
        reply ->
            session
                .useCases()
                .sendEvent()
                .send(session, new CustomEvent(conversation, session.user(), name, data), reply));
  }
}
