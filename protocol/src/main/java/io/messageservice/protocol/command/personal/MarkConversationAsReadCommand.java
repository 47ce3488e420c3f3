package io.messageservice.protocol.command.personal;

import io.messageservice.application.port.in.personal.MarkConversationAsRead;
import io.messageservice.application.port.in.personal.MarkConversationAsRead.Marked;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.Ref;
import org.jspecify.annotations.Nullable;

/** Marks the messages of a conversation as read, up to a position where the client names one. */
public record MarkConversationAsReadCommand(MarkConversationAsRead.Request request)
    implements Command {

  public static final String EVENT = "markConversationAsRead";

  /** Reads its payload. */
  public static Command decode(Envelope envelope) throws InvalidFrame {
    return new MarkConversationAsReadCommand(request(envelope.payload()));
  }

  /** What the payload asks for. */
  public static MarkConversationAsRead.Request request(Payload payload) throws InvalidFrame {
    return new MarkConversationAsRead.Request(
        payload.conversationId(), payload.position("upToSeq").orElse(Long.MAX_VALUE));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Marked>ask(
        Way.LANE,
        frame,
        MarkConversationAsReadCommand::reply,
        reply -> session.useCases().markConversationAsRead().markAll(session, request, reply));
  }

  private static TextFrame reply(@Nullable Ref ref, Marked marked) {
    return ReplyFrames.success(
        EVENT,
        ref,
        json -> {
          json.writeStringField("conversationId", marked.conversation().value());
          members(marked).writeTo(json);
        });
  }

  /** Writes the members of the answer beside the conversation. */
  public static Json.Writer members(Marked marked) {
    return json -> json.writeNumberField("updatedCount", marked.updated());
  }
}
