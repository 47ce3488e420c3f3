package io.messageservice.application.port.in.message;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import java.util.Optional;

/** Reads who has reacted to a message, and how. */
public interface FetchReactions {

  /** The reactions of a page where the asker names no number. */
  int DEFAULT_LIMIT = 100;

  /** The most reactions of a page; more are cut to it. */
  int MAX_LIMIT = 200;

  /** Fetches one page. */
  void fetch(Caller caller, Request request, Reply<ReactionPage> reply);

  /**
   * Which page.
   *
   * @param reaction empty for all of them
   * @param afterRev where the page before ended; 0 for the first
   * @param limit from 1 to {@link #MAX_LIMIT}
   */
  record Request(MessageId message, Optional<Reaction> reaction, long afterRev, int limit) {}
}
