package io.messageservice.application.command;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/** Reads pages of history on threads that may block. */
final class FetchMessagesUseCase implements FetchMessages {

  private final History history;
  private final Access access;
  private final ClientReads reads;

  FetchMessagesUseCase(History history, Access access, ClientReads reads) {
    this.history = history;
    this.access = access;
    this.reads = reads;
  }

  @Override
  public void fetch(Caller caller, Request request, Reply<Fetched> reply) {
    reads.read(caller, reply::refused, READ_BYTES, () -> answer(caller, request, reply));
  }

  private Prepared answer(Caller caller, Request request, Reply<Fetched> reply) {
    Optional<Conversation> found = history.conversation(request.conversation());
    if (!access.mayRead(found, caller.actor())) {
      return new Prepared(0, () -> reply.refused(Access.noAccess(caller.actor())));
    }
    Page page = page(request, found.orElseThrow().head());
    boolean isLater =
        page.messages().stream().anyMatch(message -> message.rev() > found.orElseThrow().rev());
    if (isLater && !access.mayRead(history.conversation(request.conversation()), caller.actor())) {
      return new Prepared(0, () -> reply.refused(Access.noAccess(caller.actor())));
    }
    return reply.prepare(
        new Fetched(
            request.conversation(), request.direction(), page, own(caller.user(), request, page)));
  }

  /** Most pages have no reactions, and ask for nothing more. */
  private List<OwnReactions> own(UserId user, Request request, Page page) {
    List<Message> messages = page.messages();
    if (messages.stream().allMatch(message -> message.reactions().isEmpty())) {
      return List.of();
    }
    return history.ownReactions(
        request.conversation(),
        user,
        messages.get(0).seq(),
        messages.get(messages.size() - 1).seq());
  }

  /**
   * The page of what was sent when access was judged. What was sent since may not be for the asker:
   * they may have left in between.
   */
  private Page page(Request request, long head) {
    ConversationId id = request.conversation();
    if (request.direction() == Direction.BEFORE) {
      long seq = Math.min(request.seq(), head + 1);
      return history.before(id, seq, request.limit(), MAX_PAGE_BYTES);
    }
    Page page = history.after(id, request.seq(), request.limit(), MAX_PAGE_BYTES);
    List<Message> sent =
        page.messages().stream().takeWhile(message -> message.seq() <= head).toList();
    return sent.size() == page.messages().size() ? page : new Page(sent, false);
  }
}
