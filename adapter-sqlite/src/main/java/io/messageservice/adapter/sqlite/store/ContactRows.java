package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is whose contact. That both have written in a direct conversation is stored nowhere: it is
 * derived from the messages, so that it holds for files of every age. Only the thread that reads
 * may call.
 *
 * <p>A look at an index finds most senders, those who name their messages. For the others the
 * conversation is read from its first message on, until somebody else has written. What was found
 * is kept, so that no message is read twice.
 */
final class ContactRows {

  private static final String CANDIDATES =
      "SELECT other.user, c.kind, c.number, c.head, c.last_row,"
          + " c.changes - c.group_changes FROM participant mine"
          + " JOIN conversation c ON c.number = mine.conversation"
          + " JOIN participant other ON other.conversation = mine.conversation"
          + " WHERE mine.user = ?1 AND c.kind <> 2 AND other.user <> ?1";

  private static final String NAMED_SENDERS =
      "SELECT count(*) FROM participant p WHERE p.conversation = ? AND EXISTS"
          + " (SELECT 1 FROM message m WHERE m.conversation = p.conversation"
          + " AND m.sender = p.user AND m.client_id IS NOT NULL)";

  /** The fewest and the most messages that are read at once. */
  private static final int MIN_STEP = 16;

  private static final int MAX_STEP = 4_096;

  private final Statements statements;
  private final Positions positions;
  private final MessageRows messages;
  private final KnownSenders<Long> known;

  ContactRows(
      Statements statements, Positions positions, MessageRows messages, KnownSenders<Long> known) {
    this.statements = statements;
    this.positions = positions;
    this.messages = messages;
    this.known = known;
  }

  /**
   * Users who share a group with the user, or a direct conversation in which both have written.
   *
   * @param apart who are not among them all the same
   */
  Set<UserId> of(UserId user, Set<UserId> apart) throws SQLException {
    Set<UserId> contacts = new HashSet<>();
    for (Candidate candidate : candidates(user)) {
      UserId other = candidate.user;
      if (!contacts.contains(other) && !apart.contains(other) && isContact(candidate)) {
        contacts.add(other);
      }
    }
    return contacts;
  }

  /** Whether both participants of the direct conversation have written. */
  boolean haveBothWritten(Extent direct) throws SQLException {
    long number = direct.conversation();
    long sole = Math.max(1, known.soleUpTo(number));
    if (sole == KnownSenders.SEVERAL || direct.head() <= sole) {
      return sole == KnownSenders.SEVERAL;
    }
    long found = areBothNamed(number) ? KnownSenders.SEVERAL : soleUpTo(direct, sole);
    known.putSole(number, found);
    return found == KnownSenders.SEVERAL;
  }

  private boolean isContact(Candidate candidate) throws SQLException {
    return candidate.isInGroup || haveBothWritten(candidate.extent);
  }

  private List<Candidate> candidates(UserId user) throws SQLException {
    PreparedStatement select = statements.of(CANDIDATES);
    select.setString(1, user.value());
    List<Candidate> candidates = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        candidates.add(
            new Candidate(
                new UserId(rows.getString(1)),
                rows.getInt(2) == ConversationRows.code(Kind.GROUP),
                new Extent(rows.getLong(3), rows.getLong(4), rows.getLong(5), rows.getLong(6))));
      }
    }
    return candidates;
  }

  private boolean areBothNamed(long number) throws SQLException {
    PreparedStatement select = statements.of(NAMED_SENDERS);
    select.setLong(1, number);
    try (ResultSet found = select.executeQuery()) {
      return found.next() && found.getInt(1) == 2;
    }
  }

  /** Reads on from a position up to which only the first sender has written. */
  private long soleUpTo(Extent direct, long sole) throws SQLException {
    String first = senders(direct, 1, 1).get(0);
    long upTo = sole;
    int step = MIN_STEP;
    while (upTo < direct.head()) {
      long to = Math.min(direct.head(), upTo + step);
      if (senders(direct, upTo + 1, to).stream().anyMatch(sender -> !sender.equals(first))) {
        return KnownSenders.SEVERAL;
      }
      upTo = to;
      step = Math.min(MAX_STEP, 4 * step);
    }
    return upTo;
  }

  private List<String> senders(Extent direct, long from, long to) throws SQLException {
    return messages.senders(positions.rows(direct, from, to));
  }

  /** Somebody in a direct conversation or a group with the user. */
  private record Candidate(UserId user, boolean isInGroup, Extent extent) {}
}
