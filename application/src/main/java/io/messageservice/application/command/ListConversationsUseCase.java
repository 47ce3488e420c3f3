package io.messageservice.application.command;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.application.reader.ListingPoints;
import java.util.Optional;

/** Lists a user's conversations on threads that may block. */
final class ListConversationsUseCase implements ListConversations {

  private final History history;
  private final ClientReads reads;
  private final ListingPoints points;

  ListConversationsUseCase(History history, ClientReads reads, ListingPoints points) {
    this.history = history;
    this.reads = reads;
    this.points = points;
  }

  @Override
  public void list(Caller caller, Request request, Reply<Page> reply) {
    ListingPoint now = points.recent();
    reads.read(caller, reply::refused, READ_BYTES, () -> reply.prepare(page(caller, request, now)));
  }

  private Page page(Caller caller, Request request, ListingPoint now) {
    if (request.after().isEmpty()) {
      return first(caller, request, now);
    }
    Place place = request.after().get();
    Listing listing = listing(caller, request, Optional.of(place.cursor()), place.since());
    return listing.reset()
        ? first(caller, request, now) // what was listed before it is not all
        : new Page(listing, place.began(), place.since());
  }

  private Page first(Caller caller, Request request, ListingPoint now) {
    Optional<ListingPoint> since = request.after().flatMap(Place::since).or(request::since);
    Listing listing = listing(caller, request, Optional.empty(), since);
    return new Page(listing, now, listing.reset() ? Optional.empty() : since);
  }

  private Listing listing(
      Caller caller, Request request, Optional<Cursor> after, Optional<ListingPoint> since) {
    return history.conversationsOf(
        caller.user(),
        new ListingRequest(after, request.limit(), MAX_PAGE_BYTES, request.withHidden(), since));
  }
}
