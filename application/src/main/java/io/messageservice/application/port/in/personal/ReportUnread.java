package io.messageservice.application.port.in.personal;

import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;

/**
 * Has a connection pushed what is unread, where its client cannot count that by itself. It is
 * pushed soon; what is asked for meanwhile is read together. Only the connection's event loop's
 * thread.
 */
public interface ReportUnread {

  /** As {@code seq}: whatever its user has read of it. */
  long WHATEVER_IS_READ = Long.MAX_VALUE;

  /** The total alone, once. */
  void reportTotal(Connection connection);

  /**
   * That of a conversation, and the total; the total alone where the user takes no part in it.
   *
   * @param seq nothing is pushed where the user has read up to there: a message is deleted there
   */
  void report(Connection connection, ConversationId conversation, long seq);
}
