package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables {@code reaction} and {@code reaction_count}. */
final class ReactionRows {

  private static final String ADD =
      "INSERT INTO reaction (conversation, seq, reaction, user, rev) VALUES (?, ?, ?, ?, ?)";

  private static final String COUNT_UP =
      "INSERT INTO reaction_count (conversation, seq, reaction, since, count)"
          + " VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1";

  private static final String TAKE_BACK =
      "DELETE FROM reaction WHERE conversation = ? AND seq = ? AND reaction = ? AND user = ?";

  private static final String COUNT_DOWN =
      "UPDATE reaction_count SET count = count - 1"
          + " WHERE conversation = ? AND seq = ? AND reaction = ?";

  private static final String REMOVE_UNUSED =
      "DELETE FROM reaction_count WHERE conversation = ? AND seq = ? AND reaction = ?"
          + " AND count = 0";

  private static final String REMOVE = "DELETE FROM reaction WHERE conversation = ? AND seq = ?";

  private static final String REMOVE_COUNTS =
      "DELETE FROM reaction_count WHERE conversation = ? AND seq = ?";

  private static final String STATE =
      "SELECT count(*), coalesce(sum(count) FILTER (WHERE reaction = ?3), 0),"
          + " EXISTS (SELECT 1 FROM reaction"
          + " WHERE conversation = ?1 AND seq = ?2 AND reaction = ?3 AND user = ?4)"
          + " FROM reaction_count WHERE conversation = ?1 AND seq = ?2";

  /** Of each reaction as many as are asked for, in the order of {@code reaction_by_rev}. */
  private static final String FIRST_OF_EACH =
      "SELECT c.reaction, c.count, r.user, r.rev FROM reaction_count c"
          + " CROSS JOIN reaction r INDEXED BY reaction_by_rev"
          + " ON r.conversation = c.conversation AND r.seq = c.seq AND r.reaction = c.reaction"
          + " AND r.rev IN (SELECT f.rev FROM reaction f INDEXED BY reaction_by_rev"
          + " WHERE f.conversation = c.conversation AND f.seq = c.seq AND f.reaction = c.reaction"
          + " AND f.rev > ?3 ORDER BY f.rev LIMIT ?4)"
          + " WHERE c.conversation = ?1 AND c.seq = ?2";

  /** Reads no more of a reaction than is named. */
  static final String COUNTS = FIRST_OF_EACH + " ORDER BY c.since, r.rev";

  private static final String PAGE =
      FIRST_OF_EACH + " AND (?5 IS NULL OR c.reaction = ?5) ORDER BY r.rev LIMIT ?4";

  /** By the primary key. */
  static final String OWN =
      "SELECT seq, reaction FROM reaction WHERE conversation = ? AND user = ?"
          + " AND seq BETWEEN ? AND ? ORDER BY seq, rev";

  private final Statements statements;

  ReactionRows(Statements statements) {
    this.statements = statements;
  }

  /** Adds a reaction, or takes it back. */
  void put(long conversation, ReactionChange change) throws SQLException {
    long seq = change.after().seq();
    Reaction reaction = change.reaction();
    PreparedStatement one = of(change.added() ? ADD : TAKE_BACK, conversation, seq, reaction);
    one.setString(4, change.user().value());
    if (change.added()) {
      one.setLong(5, change.after().rev());
      PreparedStatement count = of(COUNT_UP, conversation, seq, reaction);
      count.setLong(4, change.after().rev());
      one.executeUpdate();
      count.executeUpdate();
    } else if (one.executeUpdate() > 0) {
      of(COUNT_DOWN, conversation, seq, reaction).executeUpdate();
      of(REMOVE_UNUSED, conversation, seq, reaction).executeUpdate();
    }
  }

  /** Removes all reactions to a message. */
  void remove(long conversation, long seq) throws SQLException {
    of(REMOVE, conversation, seq).executeUpdate();
    of(REMOVE_COUNTS, conversation, seq).executeUpdate();
  }

  /** How a message stands to a reaction of the user. */
  ReactionState state(long conversation, long seq, Reaction reaction, UserId user)
      throws SQLException {
    PreparedStatement select = of(STATE, conversation, seq, reaction);
    select.setString(4, user.value());
    try (ResultSet found = select.executeQuery()) {
      return found.next()
          ? new ReactionState(found.getInt(1), found.getInt(2), found.getBoolean(3))
          : new ReactionState(0, 0, false);
    }
  }

  /** The reactions to a message, with those who reacted first. */
  List<ReactionCount> counts(long conversation, long seq) throws SQLException {
    PreparedStatement select = of(COUNTS, conversation, seq);
    select.setLong(3, 0);
    select.setInt(4, ReactionCount.MAX_NAMED);
    Map<Reaction, List<UserId>> first = new LinkedHashMap<>();
    List<Integer> counts = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        List<UserId> users =
            first.computeIfAbsent(new Reaction(found.getString(1)), any -> new ArrayList<>());
        if (users.isEmpty()) {
          counts.add(found.getInt(2));
        }
        users.add(new UserId(found.getString(3)));
      }
    }
    List<ReactionCount> all = new ArrayList<>(counts.size());
    first.forEach(
        (reaction, users) -> all.add(new ReactionCount(reaction, counts.get(all.size()), users)));
    return all;
  }

  /** Who has reacted to a message by changes after that number, in the order in which they did. */
  ReactionPage page(
      long conversation, long seq, Optional<Reaction> reaction, long afterRev, int limit)
      throws SQLException {
    PreparedStatement select = of(PAGE, conversation, seq);
    select.setLong(3, afterRev);
    select.setLong(4, limit + 1L);
    select.setString(5, reaction.map(Reaction::value).orElse(null));
    List<GivenReaction> page = new ArrayList<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next() && page.size() <= limit) {
        page.add(
            new GivenReaction(
                new Reaction(found.getString(1)),
                new UserId(found.getString(3)),
                found.getLong(4)));
      }
    }
    return new ReactionPage(page.subList(0, Math.min(limit, page.size())), page.size() > limit);
  }

  /** How the user has reacted to messages of these positions. */
  List<OwnReactions> own(long conversation, UserId user, long fromSeq, long toSeq)
      throws SQLException {
    PreparedStatement select = statements.of(OWN);
    select.setLong(1, conversation);
    select.setString(2, user.value());
    select.setLong(3, fromSeq);
    select.setLong(4, toSeq);
    Map<Long, List<Reaction>> own = new LinkedHashMap<>();
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        own.computeIfAbsent(found.getLong(1), seq -> new ArrayList<>())
            .add(new Reaction(found.getString(2)));
      }
    }
    return own.entrySet().stream()
        .map(each -> new OwnReactions(each.getKey(), each.getValue()))
        .toList();
  }

  private PreparedStatement of(String sql, long conversation, long seq) throws SQLException {
    PreparedStatement statement = statements.of(sql);
    statement.setLong(1, conversation);
    statement.setLong(2, seq);
    return statement;
  }

  private PreparedStatement of(String sql, long conversation, long seq, Reaction reaction)
      throws SQLException {
    PreparedStatement statement = of(sql, conversation, seq);
    statement.setString(3, reaction.value());
    return statement;
  }
}
