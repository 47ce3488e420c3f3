package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the conversations of a user. Only the thread that reads may call. */
final class ConversationLists {

  private final ConversationRows conversations;
  private final MessageRows messages;
  private final MarkRows marks;
  private final UnreadRows unread;

  ConversationLists(
      ConversationRows conversations, MessageRows messages, MarkRows marks, UnreadRows unread) {
    this.conversations = conversations;
    this.messages = messages;
    this.marks = marks;
    this.unread = unread;
  }

  Listing of(UserId user, Optional<Cursor> after, int limit, int maxBytes) throws SQLException {
    List<Listed> page = new ArrayList<>();
    long bytes = 0;
    for (ConversationId id : conversations.newest(user, after, limit + 1)) {
      if (page.size() == limit) {
        return new Listing(page, Optional.of(Cursor.after(last(page))));
      }
      Listed listed = listed(id, user);
      bytes += Sizes.bytes(listed);
      if (bytes > maxBytes && !page.isEmpty()) {
        return new Listing(page, Optional.of(Cursor.after(last(page))));
      }
      page.add(listed);
    }
    return new Listing(page, Optional.empty());
  }

  private Listed listed(ConversationId id, UserId user) throws SQLException {
    ConversationRow row = conversations.find(id).orElseThrow();
    long readUpTo = marks.find(row.number(), user);
    return new Listed(
        row.conversation(), lastOf(row), readUpTo, unread.count(row.extent(), user, readUpTo));
  }

  private Optional<Message> lastOf(ConversationRow row) throws SQLException {
    return row.conversation().isSilent()
        ? Optional.empty()
        : Optional.of(messages.at(row.lastRow(), row.conversation().id()));
  }

  private static Conversation last(List<Listed> page) {
    return page.get(page.size() - 1).conversation();
  }
}
