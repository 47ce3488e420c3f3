package io.messageservice.protocol.command;

import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.domain.message.MessageId;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.MessageFrames;
import io.messageservice.protocol.frame.UnreadChange;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Ref;
import org.jspecify.annotations.Nullable;

/** Deletes a message. */
record DeleteMessageCommand(MessageId message) implements Command {

  static final String EVENT = "deleteMessage";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new DeleteMessageCommand(envelope.payload().messageId());
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<ChangedMessage>ask(
        session.wayToMessage(),
        frame,
        (ref, changed) -> answer(session, ref, changed),
        reply -> session.useCases().deleteMessage().delete(session, message, reply));
  }

  /** Who deletes a message of somebody else is pushed what is unread, as others are. */
  private static TextFrame answer(
      CommandSession session, @Nullable Ref ref, ChangedMessage changed) {
    if (changed instanceof ChangedMessage.Done done && session.followsChanges()) {
      UnreadChange.ofDeleted(done.message()).report(session.useCases().reportUnread(), session);
    }
    return MessageFrames.reply(EVENT, ref, changed);
  }
}
