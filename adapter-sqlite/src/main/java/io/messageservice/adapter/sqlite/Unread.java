package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.List;

/**
 * Counts what is unread. Everybody who joins a conversation asks for its newest messages, so who
 * said them is kept: the first to ask reads up to a few thousand rows, the others only what came
 * since. Only the thread that reads may call.
 */
final class Unread {

  /** The fewest and the most rows that are read at once. */
  private static final int MIN_STEP = Tail.BLOCK;

  private static final int MAX_STEP = 4_096;

  private final Positions positions;
  private final MessageRows messages;
  private final KnownSpeakers known;

  Unread(Positions positions, MessageRows messages, KnownSpeakers known) {
    this.positions = positions;
    this.messages = messages;
    this.known = known;
  }

  /** What others said after that position, up to the most counted. */
  int count(Extent extent, UserId reader, long readUpTo) throws SQLException {
    if (readUpTo >= extent.head()) {
      return 0;
    }
    Speakers before = known(extent);
    Speakers speakers = before;
    int count = speakers.others(reader.value(), readUpTo);
    while (count < History.MAX_UNREAD && speakers.from() > readUpTo + 1) {
      speakers = longer(speakers, extent);
      count = speakers.others(reader.value(), readUpTo);
    }
    if (speakers != before) {
      known.put(extent.conversation(), speakers);
    }
    return count;
  }

  /** What is known of the messages up to the head, none of those that came after it. */
  private Speakers known(Extent extent) throws SQLException {
    long head = extent.head();
    Speakers found = known.find(extent.conversation());
    if (found == null || head - found.to() > MAX_STEP) {
      return Speakers.unknown(head);
    }
    if (found.to() >= head) {
      return found.upTo(head);
    }
    Speakers upToHead = found.then(read(extent, found.to() + 1, head));
    known.put(extent.conversation(), upToHead);
    return upToHead;
  }

  private Speakers longer(Speakers speakers, Extent extent) throws SQLException {
    long has = extent.head() - speakers.from() + 1;
    long step = Math.min(MAX_STEP, Math.max(MIN_STEP, has));
    long to = speakers.from() - 1;
    return read(extent, Math.max(1, to - step + 1), to).then(speakers);
  }

  private Speakers read(Extent extent, long from, long to) throws SQLException {
    List<String> senders = messages.senders(positions.rows(extent, from, to));
    return Speakers.of(senders, to);
  }
}
