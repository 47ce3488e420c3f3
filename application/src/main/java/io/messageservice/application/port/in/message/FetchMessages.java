package io.messageservice.application.port.in.message;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.History;
import io.messageservice.domain.conversation.ConversationId;
import java.util.List;

/** Reads the messages of a conversation. */
public interface FetchMessages {

  /** The messages of a page where the asker names no number. */
  int DEFAULT_LIMIT = 50;

  /** The most messages of a page; more are cut to it. */
  int MAX_LIMIT = 200;

  /** The most bytes of a page as the store has it. */
  int MAX_PAGE_BYTES = 512 << 10;

  /** The most memory that reading and encoding a page takes. */
  int READ_BYTES = 4 * MAX_PAGE_BYTES;

  /** Fetches one page. */
  void fetch(Caller caller, Request request, Reply<Fetched> reply);

  /**
   * Which page.
   *
   * @param direction which way from the position
   * @param seq the position, not itself part of the page
   * @param limit the most messages, from 1 to {@link #MAX_LIMIT}
   */
  record Request(ConversationId conversation, Direction direction, long seq, int limit) {}

  /** Which way from a position. */
  enum Direction {
    BEFORE,
    AFTER
  }

  /**
   * The page.
   *
   * @param direction as it was asked for: what does not fit is left out at the far end
   * @param own how the asker has reacted to messages of the page
   */
  record Fetched(
      ConversationId conversation,
      Direction direction,
      History.Page page,
      List<History.OwnReactions> own) {

    public Fetched {
      own = List.copyOf(own);
    }

    /** Where the asker has reacted to none of them. */
    public Fetched(ConversationId conversation, Direction direction, History.Page page) {
      this(conversation, direction, page, List.of());
    }
  }
}
