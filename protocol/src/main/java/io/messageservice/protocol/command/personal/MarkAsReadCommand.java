package io.messageservice.protocol.command.personal;

import io.messageservice.application.port.in.personal.MarkAsRead.Mark;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.Ref;
import org.jspecify.annotations.Nullable;

/** Marks a message as read, or as unread. */
public record MarkAsReadCommand(Mark mark) implements Command {

  public static final String EVENT = "markAsRead";

  /** Reads its payload. */
  public static Command decode(Envelope envelope) throws InvalidFrame {
    Payload payload = envelope.payload();
    return new MarkAsReadCommand(new Mark(payload.messageId(), payload.flagOr(true, "read")));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Mark>ask(
        session.wayToMessage(),
        frame,
        MarkAsReadCommand::reply,
        reply -> session.useCases().markAsRead().mark(session, mark, reply));
  }

  private static TextFrame reply(@Nullable Ref ref, Mark marked) {
    return ReplyFrames.success(
        EVENT,
        ref,
        json -> {
          json.writeStringField("messageId", marked.message().value());
          json.writeBooleanField("read", marked.read());
        });
  }
}
