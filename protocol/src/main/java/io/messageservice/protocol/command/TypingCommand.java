package io.messageservice.protocol.command;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;

/** Shows others that the user types, or stopped. Answered only where it has a ref. */
record TypingCommand(ConversationId conversation, boolean typing) implements Command {

  static final String EVENT = ClientFrame.TYPING;

  static Command decode(Envelope envelope) throws InvalidFrame {
    Payload payload = envelope.payload();
    return new TypingCommand(payload.conversationId(), payload.flag("isTyping"));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.inOrder(
        frame,
        () -> {
          session.useCases().showTyping().show(session, conversation, typing);
          if (frame.ref() != null) {
            session.send(ReplyFrames.taken(EVENT, frame.ref()));
          }
        });
  }
}
