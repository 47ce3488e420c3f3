package io.messageservice.application.command;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.GetConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.out.History;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.application.reader.ConversationViews;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import java.util.Optional;

/** Reads one conversation on threads that may block. */
final class GetConversationUseCase implements GetConversation {

  private final History history;
  private final Access access;
  private final ConversationViews views;
  private final ClientReads reads;

  GetConversationUseCase(
      History history, Access access, ConversationViews views, ClientReads reads) {
    this.history = history;
    this.access = access;
    this.views = views;
    this.reads = reads;
  }

  @Override
  public void get(Caller caller, ConversationId conversation, Reply<ConversationView> reply) {
    reads.read(caller, reply::refused, READ_BYTES, () -> answer(caller, conversation, reply));
  }

  private Prepared answer(Caller caller, ConversationId id, Reply<ConversationView> reply) {
    Optional<Conversation> found = history.conversation(id);
    return access.mayRead(found, caller.actor())
        ? reply.prepare(views.of(found.orElseThrow(), caller.user(), caller.actor()))
        : new Prepared(0, () -> reply.refused(Access.noAccess(caller.actor())));
  }
}
