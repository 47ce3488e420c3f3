package io.messageservice.application.port.in;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Reader;
import java.util.List;

/**
 * A conversation as one user sees it.
 *
 * @param listed how a list of conversations shows it. An encoder names {@link #MAX_NAMED}
 *     participants at most, and how many there are
 * @param readers participants whom anything has reached, those who have read furthest first, {@link
 *     JoinConversation#MAX_READERS} at most
 */
public record ConversationView(Listed listed, List<Reader> readers) {

  /** The most participants that are named. */
  public static final int MAX_NAMED = 100;

  public ConversationView {
    readers = List.copyOf(readers);
  }
}
