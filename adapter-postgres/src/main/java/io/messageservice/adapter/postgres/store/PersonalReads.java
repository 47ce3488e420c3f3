package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.adapter.postgres.store.TableRecords.Block;
import io.messageservice.adapter.postgres.store.TableRecords.Member;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what the tables have of single users. Only the thread that has the connection may call. */
final class PersonalReads {

  private static final String WANTED = " FROM unnest(?, ?) AS w (conversation, member)";

  private static final String PERSONAL =
      "SELECT w.conversation, w.member, coalesce(r.read_up_to, 0), coalesce(r.delivered_up_to, 0),"
          + " coalesce(p.muted_until, 0), coalesce(p.hidden_at, -1)"
          + WANTED
          + " LEFT JOIN read_mark r ON r.conversation = w.conversation AND r.member = w.member"
          + " LEFT JOIN preference p ON p.conversation = w.conversation AND p.member = w.member";

  private static final String BANS =
      "SELECT b.conversation, b.member, b.ends"
          + WANTED
          + " JOIN ban b ON b.conversation = w.conversation AND b.member = w.member";

  private static final String SEATS =
      "SELECT s.conversation, s.member, string_agg(s.node, ' ' ORDER BY s.node)"
          + WANTED
          + " JOIN seat s ON s.conversation = w.conversation AND s.member = w.member"
          + " GROUP BY s.conversation, s.member";

  private static final String SEATS_IN =
      "SELECT coalesce(string_agg(DISTINCT node, ' '), '') FROM seat WHERE conversation = ?";

  private static final String BLOCKS =
      "SELECT b.member, b.blocked FROM unnest(?, ?) AS w (member, blocked)"
          + " JOIN block b ON b.member = w.member AND b.blocked = w.blocked";

  private static final String BLOCK_COUNT = "SELECT count(*) FROM block WHERE member = ?";

  private static final String BLOCKED_BY =
      "SELECT blocked FROM block WHERE member = ? AND blocked > ? ORDER BY blocked LIMIT ?";

  private static final String BLOCKED_WITH =
      "SELECT blocked FROM block WHERE member = ?"
          + " UNION SELECT member FROM block WHERE blocked = ?";

  /** In the order of the index {@code read_mark_furthest}, so that few more are read than given. */
  private static final String FURTHEST =
      "SELECT r.member, r.read_up_to, r.delivered_up_to FROM read_mark r WHERE r.conversation = ?"
          + " AND r.read_up_to + r.delivered_up_to > 0 AND EXISTS (SELECT 1 FROM participant p"
          + " WHERE p.conversation = r.conversation AND p.member = r.member)"
          + " ORDER BY r.read_up_to DESC, r.member LIMIT ?";

  private final PostgresStatements statements;

  PersonalReads(PostgresStatements statements) {
    this.statements = statements;
  }

  Map<Member, Personal> personal(Collection<Member> members) throws SQLException {
    return map(
        statements.rows(
            PERSONAL,
            row ->
                Map.entry(
                    member(row), new Personal(row.getLong(3), row.getLong(4), preferences(row, 5))),
            numbers(members),
            users(members)));
  }

  /** How those of the users want it who asked for anything. */
  Map<UserId, Preferences> preferences(long number, Collection<UserId> users) throws SQLException {
    Map<UserId, Preferences> preferences = new HashMap<>();
    personal(users.stream().map(user -> new Member(number, user)).toList())
        .forEach((member, own) -> preferences.put(member.user(), own.preferences()));
    preferences.values().removeIf(Preferences.NONE::equals);
    return preferences;
  }

  /** How far each of them has come whom anything has reached. */
  Map<UserId, Reader> readers(long number, Collection<UserId> users) throws SQLException {
    Map<UserId, Reader> readers = new HashMap<>();
    personal(users.stream().map(user -> new Member(number, user)).toList())
        .forEach(
            (member, own) ->
                readers.put(
                    member.user(), new Reader(member.user(), own.readUpTo(), own.deliveredUpTo())));
    readers.values().removeIf(reader -> reader.deliveredUpTo() == 0);
    return readers;
  }

  /** Participants whom anything has reached, those who have read furthest first. */
  List<Reader> readers(long number, int max) throws SQLException {
    return statements.rows(
        FURTHEST,
        row -> new Reader(new UserId(row.getString(1)), row.getLong(2), row.getLong(3)),
        number,
        max);
  }

  Map<Member, Instant> bans(Collection<Member> members) throws SQLException {
    return map(
        statements.rows(
            BANS,
            row -> Map.entry(member(row), Instant.ofEpochMilli(row.getLong(3))),
            numbers(members),
            users(members)));
  }

  /** The nodes on which each of them is in the room. */
  Map<Member, String> seats(Collection<Member> members) throws SQLException {
    return map(
        statements.rows(
            SEATS,
            row -> Map.entry(member(row), row.getString(3)),
            numbers(members),
            users(members)));
  }

  /** The nodes on which anybody is in the room. */
  String seatsIn(long number) throws SQLException {
    return statements.first(SEATS_IN, row -> row.getString(1), number).orElse("");
  }

  /** Those of them that hold. */
  Set<Block> blocks(Collection<Block> blocks) throws SQLException {
    return new HashSet<>(
        statements.rows(
            BLOCKS,
            row -> new Block(new UserId(row.getString(1)), new UserId(row.getString(2))),
            blocks.stream().map(block -> block.user().value()).toArray(String[]::new),
            blocks.stream().map(block -> block.other().value()).toArray(String[]::new)));
  }

  int blockCount(UserId user) throws SQLException {
    return (int) statements.number(BLOCK_COUNT, user.value());
  }

  List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) throws SQLException {
    return statements.rows(
        BLOCKED_BY, PersonalReads::user, user.value(), after.map(UserId::value).orElse(""), limit);
  }

  Set<UserId> blockedWith(UserId user) throws SQLException {
    return new LinkedHashSet<>(
        statements.rows(BLOCKED_WITH, PersonalReads::user, user.value(), user.value()));
  }

  private static UserId user(ResultSet row) throws SQLException {
    return new UserId(row.getString(1));
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(row.getLong(1), new UserId(row.getString(2)));
  }

  static Preferences preferences(ResultSet row, int from) throws SQLException {
    return new Preferences(Instant.ofEpochMilli(row.getLong(from)), row.getLong(from + 1));
  }

  private static long[] numbers(Collection<Member> members) {
    return members.stream().mapToLong(Member::conversation).toArray();
  }

  private static String[] users(Collection<Member> members) {
    return members.stream().map(member -> member.user().value()).toArray(String[]::new);
  }

  private static <K, V> Map<K, V> map(List<Map.Entry<K, V>> entries) {
    Map<K, V> map = new HashMap<>();
    entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }
}
