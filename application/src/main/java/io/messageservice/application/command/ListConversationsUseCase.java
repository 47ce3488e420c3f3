package io.messageservice.application.command;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.reader.ClientReads;

/** Lists a user's conversations on threads that may block. */
final class ListConversationsUseCase implements ListConversations {

  private final History history;
  private final ClientReads reads;

  ListConversationsUseCase(History history, ClientReads reads) {
    this.history = history;
    this.reads = reads;
  }

  @Override
  public void list(Caller caller, Request request, Reply<Listing> reply) {
    reads.read(
        caller,
        reply,
        READ_BYTES,
        () -> {
          Listing listing =
              history.conversationsOf(
                  caller.user(),
                  new ListingRequest(
                      request.after(), request.limit(), MAX_PAGE_BYTES, request.withHidden()));
          return reply.prepare(listing);
        });
  }
}
