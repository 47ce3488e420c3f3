package io.messageservice.protocol.command;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Ref;
import org.jspecify.annotations.Nullable;

/** Leaves a conversation that the connection joined. */
record LeaveConversationCommand(ConversationId conversation) implements Command {

  static final String EVENT = "leaveConversation";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new LeaveConversationCommand(envelope.payload().conversationId());
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<ConversationId>ask(
        Way.LANE,
        frame,
        LeaveConversationCommand::reply,
        reply -> session.useCases().leaveConversation().leave(session, conversation, reply));
  }

  private static TextFrame reply(@Nullable Ref ref, ConversationId left) {
    return ReplyFrames.success(
        EVENT, ref, json -> json.writeStringField("conversationId", left.value()));
  }
}
