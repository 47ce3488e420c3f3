package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.store.MessageRows.Append;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages of a batch that wait to be inserted several by one statement, which halves what one
 * costs. At most {@link MessageRows#WIDEST} wait; then they are written.
 */
final class Appends {

  private final MessageRows rows;
  private final List<Append> waiting = new ArrayList<>(MessageRows.WIDEST);

  Appends(MessageRows rows) {
    this.rows = rows;
  }

  void add(Append append) throws SQLException {
    waiting.add(append);
    if (waiting.size() == MessageRows.WIDEST) {
      flush();
    }
  }

  /** Writes what waits, so that the tables hold everything. */
  void flush() throws SQLException {
    rows.insert(waiting);
    waiting.clear();
  }

  /** The waiting message that the sender sent under that name. */
  Optional<Message> sent(long conversation, UserId sender, ClientMessageId key) {
    for (Append append : waiting) {
      Message message = append.message();
      if (append.conversation() == conversation
          && message.key().isPresent()
          && message.key().get().equals(key)
          && message.sender().equals(sender)) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }
}
