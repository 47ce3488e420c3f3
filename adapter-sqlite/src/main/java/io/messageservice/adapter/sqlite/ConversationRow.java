package io.messageservice.adapter.sqlite;

import io.messageservice.domain.conversation.Conversation;

/**
 * A conversation as it is stored.
 *
 * @param number its key in the tables
 * @param lastRow the row of its newest message, 0 where nothing was said
 */
record ConversationRow(long number, Conversation conversation, long lastRow) {

  /** How far its messages reach. */
  Extent extent() {
    return new Extent(number, conversation.head(), lastRow);
  }
}
