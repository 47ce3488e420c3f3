package io.messageservice.protocol.command;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.ConversationRequest;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Payload;
import java.util.Optional;
import java.util.Set;

/** Changes a group: its data, who takes part and as what. All these commands are answered alike. */
record ChangeConversationCommand(String event, ConversationId conversation, Change change)
    implements Command {

  static final String UPDATE = "updateConversation";

  static final String ADD = "addParticipants";

  static final String REMOVE = "removeParticipant";

  static final String SET = "setParticipant";

  static final String LEAVE = "leaveGroup";

  /** What the command asks for. */
  interface Change {
    void ask(UseCases useCases, Caller caller, Reply<ChangedConversation> reply);
  }

  static Command update(Envelope envelope) throws InvalidFrame {
    ConversationId id = envelope.payload().conversationId();
    DataChange change = ConversationRequest.update(envelope.payload());
    return new ChangeConversationCommand(
        UPDATE,
        id,
        (uses, caller, reply) -> uses.updateConversation().update(caller, id, change, reply));
  }

  static Command add(Envelope envelope) throws InvalidFrame {
    ConversationId id = envelope.payload().conversationId();
    Set<UserId> users = ConversationRequest.added(envelope.payload());
    return new ChangeConversationCommand(
        ADD, id, (uses, caller, reply) -> uses.addParticipants().add(caller, id, users, reply));
  }

  static Command remove(Envelope envelope) throws InvalidFrame {
    Payload payload = envelope.payload();
    ConversationId id = payload.conversationId();
    UserId user = payload.userId("userId");
    return new ChangeConversationCommand(
        REMOVE,
        id,
        (uses, caller, reply) -> uses.removeParticipant().remove(caller, id, user, reply));
  }

  static Command set(Envelope envelope) throws InvalidFrame {
    SetParticipant.Request request = ConversationRequest.standing(envelope.payload());
    return new ChangeConversationCommand(
        SET,
        request.conversation(),
        (uses, caller, reply) -> uses.setParticipant().set(caller, request, reply));
  }

  static Command leave(Envelope envelope) throws InvalidFrame {
    ConversationId id = envelope.payload().conversationId();
    return new ChangeConversationCommand(
        LEAVE,
        id,
        (uses, caller, reply) -> uses.removeParticipant().remove(caller, id, caller.user(), reply));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<ChangedConversation>ask(
        Way.LANE,
        frame,
        (ref, changed) -> ReplyFrames.success(event, ref, members(changed, session.user())),
        reply -> change.ask(session.useCases(), session, reply));
  }

  /** Users who take part no more are not sent what became of it. */
  private Json.Writer members(ChangedConversation changed, UserId viewer) {
    Optional<Conversation> visible = changed.conversation().filter(now -> now.has(viewer));
    return json -> {
      json.writeStringField("conversationId", conversation.value());
      if (visible.isPresent()) {
        ConversationJson.writeField(json, visible.get(), viewer);
      }
    };
  }
}
