package io.messageservice.application.port.in;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.receipt.ReadMark;
import java.util.List;

/**
 * A conversation as one user sees it.
 *
 * @param listed how a list of conversations shows it. An encoder names {@link #MAX_NAMED}
 *     participants at most, and how many there are
 * @param readers how far participants have read, those who have read anything, the furthest first,
 *     {@link JoinConversation#MAX_READERS} at most
 */
public record ConversationView(Listed listed, List<ReadMark> readers) {

  /** The most participants that are named. */
  public static final int MAX_NAMED = 100;

  public ConversationView {
    readers = List.copyOf(readers);
  }
}
