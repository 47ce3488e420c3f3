package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.ListingRows.Stamp;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.user.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/** The tables {@code conversation} and {@code participant}. */
final class ConversationRows {

  /** Of a conversation whose data never changed no other table is read. */
  static final String FIND =
      "SELECT number, kind, access_version, head, last_at, last_row, creator, changes,"
          + " group_changes, created_at, bans, data_rev, participants_rev, "
          + GroupRows.DATA
          + " FROM conversation LEFT JOIN conversation_data d"
          + " ON d.conversation = CASE WHEN data_rev > 0 THEN number END WHERE id = ?";

  private static final String EXTENT =
      "SELECT number, head, last_row, changes - group_changes FROM conversation WHERE id = ?";

  private static final String PARTICIPANTS =
      "SELECT user, role FROM participant WHERE conversation = ?";

  private static final String INSERT =
      "INSERT INTO conversation (number, id, kind, access_version, head, last_at, last_row,"
          + " created_at, creator) VALUES (?, ?, ?, ?, 0, 0, 0, 0, ?)";

  private static final String UPDATE =
      "UPDATE conversation SET kind = ?, access_version = ?, head = ?, last_at = ?, last_row = ?,"
          + " changes = ?, group_changes = ?, created_at = ?, bans = ?, data_rev = ?,"
          + " participants_rev = ?, blocked = ?, changed_row = max(changed_row, ?) WHERE number = ?";

  private static final String JOIN =
      "INSERT INTO participant (conversation, user, joined_at, role, row) VALUES (?, ?, ?, ?, ?)";

  private static final String SET_ROLE =
      "UPDATE participant SET role = ? WHERE conversation = ? AND user = ?";

  private static final String LEAVE = "DELETE FROM participant WHERE conversation = ? AND user = ?";

  private static final String ALL_LEAVE = "DELETE FROM participant WHERE conversation = ?";

  private static final String REMOVE = "DELETE FROM conversation WHERE number = ?";

  /** The first three conditions are those of the index {@code conversation_unused}. */
  static final String SILENT =
      "SELECT id FROM conversation WHERE head = 0 AND last_at > 0 AND kind = 2 AND last_at < ?"
          + " ORDER BY last_at LIMIT ?";

  /** A cross join keeps its order: the asker's conversations are read, not those of the other. */
  static final String DIRECT =
      "SELECT c.id FROM participant one CROSS JOIN participant other"
          + " ON other.conversation = one.conversation AND other.user = ?2"
          + " JOIN conversation c ON c.number = one.conversation"
          + " WHERE one.user = ?1 AND c.kind = 0 ORDER BY c.id LIMIT ?3";

  /** The most conversations that one statement looks up. */
  private static final int WIDEST = 64;

  private static final String HEADS =
      "SELECT id, head, changes FROM conversation WHERE id IN (?" + ", ?".repeat(WIDEST - 1) + ")";

  private final Statements statements;
  private final ListingRows listings;
  private final ConcurrentMap<Long, VersionedParticipants> participants;

  /**
   * With what is known of participants: an access version determines who takes part and as what, so
   * that it is never out of date.
   *
   * @param participants of conversations, by their numbers; only what is stored may be put there
   */
  ConversationRows(Statements statements, ConcurrentMap<Long, VersionedParticipants> participants) {
    this.statements = statements;
    this.listings = new ListingRows(statements);
    this.participants = participants;
  }

  /** Where lists of conversations are read. */
  ListingRows listings() {
    return listings;
  }

  /** The conversation with its participants; of one moment only within a transaction. */
  Optional<ConversationRow> find(ConversationId id) throws SQLException {
    PreparedStatement find = statements.of(FIND);
    find.setString(1, id.value());
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? Optional.of(read(id, row)) : Optional.empty();
    }
  }

  /** Where the conversation's messages are. */
  Optional<Extent> extent(ConversationId id) throws SQLException {
    PreparedStatement select = statements.of(EXTENT);
    select.setString(1, id.value());
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new Extent(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
          : Optional.empty();
    }
  }

  /** How far each of them has come that there is. */
  Map<ConversationId, Position> heads(Collection<ConversationId> ids) throws SQLException {
    Map<ConversationId, Position> heads = new HashMap<>();
    List<ConversationId> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += WIDEST) {
      readHeads(all.subList(from, Math.min(all.size(), from + WIDEST)), heads);
    }
    return heads;
  }

  private void readHeads(List<ConversationId> some, Map<ConversationId, Position> heads)
      throws SQLException {
    PreparedStatement select = statements.of(HEADS);
    for (int i = 0; i < WIDEST; i++) {
      select.setString(i + 1, i < some.size() ? some.get(i).value() : null);
    }
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long head = rows.getLong(2);
        heads.put(
            new ConversationId(rows.getString(1)), new Position(head, head + rows.getLong(3)));
      }
    }
  }

  void insert(long number, Conversation conversation) throws SQLException {
    PreparedStatement insert = statements.of(INSERT);
    insert.setLong(1, number);
    insert.setString(2, conversation.id().value());
    insert.setInt(3, code(conversation.kind()));
    insert.setLong(4, conversation.accessVersion());
    insert.setString(5, conversation.creator().map(UserId::value).orElse(null));
    insert.executeUpdate();
  }

  /**
   * Writes what the conversation is by now.
   *
   * @param changedRow of its last change that is no message, as far as one is known
   */
  void update(ConversationRow row, long changedRow) throws SQLException {
    Conversation conversation = row.conversation();
    PreparedStatement update = statements.of(UPDATE);
    update.setInt(1, code(conversation.kind()));
    update.setLong(2, conversation.accessVersion());
    update.setLong(3, conversation.head());
    update.setLong(4, conversation.lastAt().toEpochMilli());
    update.setLong(5, row.lastRow());
    update.setLong(6, conversation.rev() - conversation.head());
    Details details = conversation.details();
    update.setLong(7, details.groupChanges());
    update.setLong(8, details.createdAt().map(Instant::toEpochMilli).orElse(0L));
    update.setInt(9, details.bans());
    update.setLong(10, details.dataRev());
    update.setLong(11, details.participantsRev());
    update.setBoolean(12, conversation.isBlocked());
    update.setLong(13, changedRow);
    update.setLong(14, row.number());
    update.executeUpdate();
  }

  /** Writes who joined, who left and who has another role. */
  void change(long number, Conversation before, Conversation after, Stamp stamp)
      throws SQLException {
    ParticipantsDelta delta = ParticipantsDelta.between(Optional.of(before), after);
    for (UserId user : delta.joined()) {
      join(number, user, stamp, after.roleOf(user));
      listings.keep(user, after.id());
    }
    for (UserId user : delta.left()) {
      leave(number, user);
      listings.remove(user, after.id(), stamp);
    }
    for (Map.Entry<UserId, Role> role : delta.roles().entrySet()) {
      if (before.has(role.getKey())) {
        setRole(number, role.getKey(), role.getValue());
      }
    }
  }

  /** Removes the conversation with its participants. */
  void remove(long number, ConversationId id, Stamp stamp) throws SQLException {
    listings.removeAll(number, id, stamp);
    for (String delete : List.of(ALL_LEAVE, REMOVE)) {
      PreparedStatement remove = statements.of(delete);
      remove.setLong(1, number);
      remove.executeUpdate();
    }
  }

  /** The direct conversations of the two, by id. */
  List<ConversationId> directOf(UserId asker, UserId other, int limit) throws SQLException {
    PreparedStatement direct = statements.of(DIRECT);
    direct.setString(1, asker.value());
    direct.setString(2, other.value());
    direct.setInt(3, limit);
    return ids(direct);
  }

  /** Open, joined before that time and silent, those joined longest ago first. */
  List<ConversationId> silent(Instant joinedBefore, int limit) throws SQLException {
    PreparedStatement silent = statements.of(SILENT);
    silent.setLong(1, joinedBefore.toEpochMilli());
    silent.setInt(2, limit);
    return ids(silent);
  }

  /** The ids that it finds, in its order. */
  static List<ConversationId> ids(PreparedStatement select) throws SQLException {
    List<ConversationId> ids = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(new ConversationId(rows.getString(1)));
      }
    }
    return ids;
  }

  private ConversationRow read(ConversationId id, ResultSet row) throws SQLException {
    long number = row.getLong(1);
    long accessVersion = row.getLong(3);
    long head = row.getLong(4);
    VersionedParticipants members = members(number, accessVersion);
    Conversation conversation =
        new Conversation(
            id,
            kind(row.getInt(2)),
            members.participants(),
            accessVersion,
            head,
            head + row.getLong(8),
            Instant.ofEpochMilli(row.getLong(5)),
            Optional.ofNullable(row.getString(7)).map(UserId::new),
            details(row, members.roles()));
    return new ConversationRow(number, conversation, row.getLong(6));
  }

  private static Details details(ResultSet row, Roles roles) throws SQLException {
    long createdAt = row.getLong(10);
    return new Details(
        createdAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(createdAt)),
        GroupRows.data(row, 14),
        roles,
        row.getInt(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(9));
  }

  private VersionedParticipants members(long number, long accessVersion) throws SQLException {
    VersionedParticipants known = participants.get(number);
    if (known != null && known.accessVersion() == accessVersion) {
      return known;
    }
    PreparedStatement select = statements.of(PARTICIPANTS);
    select.setLong(1, number);
    VersionedParticipants stored = members(select, accessVersion);
    participants.put(number, stored);
    return stored;
  }

  private void setRole(long number, UserId user, Role role) throws SQLException {
    PreparedStatement set = statements.of(SET_ROLE);
    set.setInt(1, code(role));
    set.setLong(2, number);
    set.setString(3, user.value());
    set.executeUpdate();
  }

  private void join(long number, UserId user, Stamp stamp, Role role) throws SQLException {
    PreparedStatement join = statements.of(JOIN);
    join.setLong(1, number);
    join.setString(2, user.value());
    join.setLong(3, stamp.atMillis());
    join.setInt(4, code(role));
    join.setLong(5, stamp.row());
    join.executeUpdate();
  }

  private void leave(long number, UserId user) throws SQLException {
    PreparedStatement leave = statements.of(LEAVE);
    leave.setLong(1, number);
    leave.setString(2, user.value());
    leave.executeUpdate();
  }

  private static VersionedParticipants members(PreparedStatement select, long accessVersion)
      throws SQLException {
    List<UserId> users = new ArrayList<>();
    Map<UserId, Role> elevated = new HashMap<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        UserId user = new UserId(rows.getString(1));
        users.add(user);
        Role role = role(rows.getInt(2));
        if (role != Role.MEMBER) {
          elevated.put(user, role);
        }
      }
    }
    return new VersionedParticipants(accessVersion, Participants.of(users), new Roles(elevated));
  }

  static int code(Kind kind) {
    return switch (kind) {
      case DIRECT -> 0;
      case GROUP -> 1;
      case OPEN -> 2;
    };
  }

  private static Kind kind(int code) throws SQLException {
    return switch (code) {
      case 0 -> Kind.DIRECT;
      case 1 -> Kind.GROUP;
      case 2 -> Kind.OPEN;
      default -> throw new SQLException("a kind of conversation that is not known: " + code);
    };
  }

  private static int code(Role role) {
    return switch (role) {
      case MEMBER -> 0;
      case MODERATOR -> 1;
      case OWNER -> 2;
    };
  }

  private static Role role(int code) throws SQLException {
    return switch (code) {
      case 0 -> Role.MEMBER;
      case 1 -> Role.MODERATOR;
      case 2 -> Role.OWNER;
      default -> throw new SQLException("a role that is not known: " + code);
    };
  }

  /** Who takes part as of an access version, and as what. */
  record VersionedParticipants(long accessVersion, Participants participants, Roles roles) {

    static VersionedParticipants of(Conversation stored) {
      return new VersionedParticipants(
          stored.accessVersion(), stored.participants(), stored.details().roles());
    }
  }

  /**
   * A conversation as it is stored.
   *
   * @param number its key in the tables
   * @param lastRow the row of its newest message, 0 where nothing was sent
   */
  record ConversationRow(long number, Conversation conversation, long lastRow) {

    /** How far its messages reach. */
    Extent extent() {
      return new Extent(number, conversation.head(), lastRow, conversation.messageChanges());
    }
  }
}
