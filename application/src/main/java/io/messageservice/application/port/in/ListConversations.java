package io.messageservice.application.port.in;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import java.util.Optional;

/** Lists the conversations that a user takes part in, those with the newest activity first. */
public interface ListConversations {

  /** The conversations of a page where the asker names no number. */
  int DEFAULT_LIMIT = 50;

  /** The most conversations of a page; more are cut to it. */
  int MAX_LIMIT = 200;

  /** The most bytes of a page as the store has it. */
  int MAX_PAGE_BYTES = 512 << 10;

  /** The most memory that reading and encoding a page takes. */
  int READ_BYTES = 4 * MAX_PAGE_BYTES;

  /** Lists one page of the caller's own. */
  void list(Caller caller, Request request, Reply<Page> reply);

  /**
   * Which page.
   *
   * @param after where the page before ended; empty for the first
   * @param limit the most conversations, from 1 to {@link #MAX_LIMIT}
   * @param withHidden whether those that the caller has hidden are listed, too
   * @param since only what changed after that point is listed; empty for everything; of a page that
   *     is not the first that of its place is taken
   */
  record Request(
      Optional<Place> after, int limit, boolean withHidden, Optional<ListingPoint> since) {}

  /**
   * Where a page ended.
   *
   * @param began a point before the first page was read
   * @param since what changed after it is listed; empty where all are
   */
  record Place(Cursor cursor, ListingPoint began, Optional<ListingPoint> since) {}

  /**
   * A page. Where its list is reset it is the first of a list of all, whatever page was asked for.
   *
   * @param began a point before the first page was read: changes after it are not surely listed
   * @param since what changed after it is listed; empty where all are
   */
  record Page(Listing listing, ListingPoint began, Optional<ListingPoint> since) {

    /** The place behind an entry of it. */
    public Place after(Cursor cursor) {
      return new Place(cursor, began, since);
    }
  }
}
