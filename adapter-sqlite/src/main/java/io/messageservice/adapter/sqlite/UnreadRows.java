package io.messageservice.adapter.sqlite;

import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;

/** Counts what is unread, by the rows of messages. Only the thread that reads may call. */
record UnreadRows(Positions positions, MessageRows messages, KnownSenders<Long> known) {

  /** What others said after that position, up to the most counted. */
  int count(Extent extent, UserId reader, long readUpTo) throws SQLException {
    return known.unread(
        extent.conversation(),
        extent.head(),
        reader,
        readUpTo,
        (from, to) -> SenderRuns.of(messages.senders(positions.rows(extent, from, to)), to));
  }
}
