package io.messageservice.application.command;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.in.message.FetchReactions;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;

/** Reads who has reacted to a message, on threads that may block. */
final class FetchReactionsUseCase implements FetchReactions {

  /** The most memory that reading and encoding a page takes. */
  private static final int READ_BYTES = 256 << 10;

  private final History history;
  private final Access access;
  private final ClientReads reads;

  FetchReactionsUseCase(History history, Access access, ClientReads reads) {
    this.history = history;
    this.access = access;
    this.reads = reads;
  }

  @Override
  public void fetch(Caller caller, Request request, Reply<ReactionPage> reply) {
    reads.read(caller, reply::refused, READ_BYTES, () -> answer(caller, request, reply));
  }

  private Prepared answer(Caller caller, Request request, Reply<ReactionPage> reply) {
    Optional<Message> message = history.message(request.message());
    Optional<Conversation> found = message.flatMap(m -> history.conversation(m.conversation()));
    if (!access.mayRead(found, caller.actor())) {
      return new Prepared(0, () -> reply.refused(Refusal.NO_SUCH_MESSAGE));
    }
    return reply.prepare(
        history.reactions(
            found.orElseThrow().id(),
            message.orElseThrow().seq(),
            request.reaction(),
            request.afterRev(),
            request.limit()));
  }
}
