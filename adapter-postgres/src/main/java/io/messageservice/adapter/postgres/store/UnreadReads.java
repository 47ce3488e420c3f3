package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.adapter.postgres.store.ListingReads.Reading;
import io.messageservice.adapter.postgres.store.MessageReads.Sender;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts unread messages and finds who sent messages. The senders of recent messages are cached.
 * Only the thread that has the connection may call.
 */
final class UnreadReads {

  /** So many newest messages are looked at first where one that is unread is enough. */
  private static final int NEWEST = 64;

  private static final String CANDIDATES =
      "SELECT other.member, c.kind, c.number, c.head FROM participant mine"
          + " JOIN conversation c ON c.number = mine.conversation"
          + " JOIN participant other ON other.conversation = mine.conversation"
          + " WHERE mine.member = ? AND c.kind <> 2 AND other.member <> mine.member";

  private static final String SEVERAL =
      "SELECT w.number FROM unnest(?, ?) AS w (number, sole) WHERE EXISTS (SELECT 1 FROM message m"
          + " WHERE m.conversation = w.number AND m.seq > w.sole AND m.sender <> (SELECT f.sender"
          + " FROM message f WHERE f.conversation = w.number AND f.seq = 1))";

  private final PostgresStatements statements;
  private final MessageReads messages;
  private final KnownSenders<Long> known;

  UnreadReads(PostgresStatements statements, MessageReads messages, PostgresEpoch epoch) {
    this.statements = statements;
    this.messages = messages;
    this.known = epoch.senders();
  }

  /** What others sent after that position, but for deleted messages and those of the system. */
  int count(long number, long head, boolean hasChanges, UserId reader, long readUpTo)
      throws SQLException {
    return known.unread(number, head, reader, readUpTo, new Sent(messages, number, hasChanges));
  }

  /** What others sent, and how many of that mention the reader. */
  Unread of(Reading one, UserId reader) throws SQLException {
    return new Unread(
        count(one.number(), one.head(), one.hasChanges(), reader, one.readUpTo()), one.mentions());
  }

  /**
   * What is to be added to a total. Where that counts no more messages, only whether there are any
   * is of interest: mostly the newest ones show it.
   */
  int toAdd(UnreadTotal total, Reading one, UserId reader) throws SQLException {
    if (total.messages() >= UnreadTotal.MAX_MESSAGES) {
      long newest = Math.max(one.readUpTo(), one.head() - NEWEST);
      int some = count(one.number(), one.head(), one.hasChanges(), reader, newest);
      if (some > 0) {
        return some;
      }
    }
    return count(one.number(), one.head(), one.hasChanges(), reader, one.readUpTo());
  }

  /**
   * Users who share a group with the user, or a direct conversation in which both have written.
   *
   * @param apart who are not among them all the same
   */
  Set<UserId> contactsOf(UserId user, Set<UserId> apart) throws SQLException {
    Set<UserId> contacts = new HashSet<>();
    List<Candidate> direct = new ArrayList<>();
    for (Candidate one : candidates(user)) {
      if (apart.contains(one.user)) {
        continue;
      }
      if (one.isInGroup) {
        contacts.add(one.user);
      } else {
        direct.add(one);
      }
    }
    direct.removeIf(one -> contacts.contains(one.user));
    Set<Long> mutual = mutual(direct);
    direct.stream()
        .filter(one -> mutual.contains(one.number))
        .forEach(one -> contacts.add(one.user));
    return contacts;
  }

  /** Whether several have written in a direct conversation. */
  boolean isMutual(long number, long head) throws SQLException {
    Candidate one = new Candidate(new UserId("-"), false, number, head);
    return mutual(List.of(one)).contains(number);
  }

  private List<Candidate> candidates(UserId user) throws SQLException {
    return statements.rows(
        CANDIDATES,
        row ->
            new Candidate(
                new UserId(row.getString(1)),
                row.getInt(2) == ConversationReads.code(Kind.GROUP),
                row.getLong(3),
                row.getLong(4)),
        user.value());
  }

  /** Those in which several have written; a message that was read once is not read again. */
  private Set<Long> mutual(List<Candidate> direct) throws SQLException {
    Set<Long> mutual = new HashSet<>();
    List<Candidate> open = new ArrayList<>();
    for (Candidate one : direct) {
      long sole = known.soleUpTo(one.number);
      if (sole == KnownSenders.SEVERAL) {
        mutual.add(one.number);
      } else if (one.head > Math.max(1, sole)) {
        open.add(one);
      }
    }
    if (!open.isEmpty()) {
      Columns<Candidate> columns = new Columns<>(open);
      Set<Long> several =
          new HashSet<>(
              statements.rows(
                  SEVERAL,
                  row -> row.getLong(1),
                  columns.longs(one -> one.number),
                  columns.longs(one -> known.soleUpTo(one.number))));
      for (Candidate one : open) {
        boolean both = several.contains(one.number);
        known.putSole(one.number, both ? KnownSenders.SEVERAL : one.head);
      }
      mutual.addAll(several);
    }
    return mutual;
  }

  /** Somebody in a direct conversation or a group with the user. */
  private record Candidate(UserId user, boolean isInGroup, long number, long head) {}

  /** What was sent in one conversation. */
  private record Sent(MessageReads messages, long number, boolean hasChanges)
      implements KnownSenders.Source<SQLException> {

    @Override
    public SenderRuns read(long from, long to) throws SQLException {
      List<String> senders = messages.senders(number, from, to).stream().map(Sender::name).toList();
      return SenderRuns.of(senders, to);
    }

    @Override
    public long deletedOfOthers(UserId reader, long from, long to) throws SQLException {
      return hasChanges ? messages.deletedOfOthers(number, reader, from, to) : 0;
    }
  }
}
