package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.PostgresEpoch.Known;
import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.application.store.GroupRecord;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the tables of conversations. Only the thread that has the connection may call. */
final class ConversationReads {

  /** As {@link #core} reads them. */
  private static final String COLUMNS =
      "c.number, c.id, c.kind, c.access_version, c.head, c.changes, c.group_changes, c.last_at,"
          + " c.created_at, c.creator, c.bans, c.data_rev, c.participants_rev, c.has_record";

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM conversation c WHERE c.id = ANY (?)";

  /** In the order of ids, so that of two batches one waits for the other, and never both. */
  private static final String LOCK = FIND + " ORDER BY c.id FOR UPDATE";

  private static final String PARTICIPANTS =
      "SELECT conversation, member FROM participant WHERE conversation = ANY (?)";

  private static final String RECORDS =
      "SELECT conversation, record FROM conversation_record WHERE conversation = ANY (?)";

  private static final String IDS = "SELECT number, id FROM conversation WHERE number = ANY (?)";

  private static final String SILENT =
      "SELECT c.id FROM unused_conversation u JOIN conversation c ON c.number = u.conversation"
          + " WHERE u.last_at < ? ORDER BY u.last_at LIMIT ?";

  private static final String DIRECT =
      "SELECT c.id FROM participant one"
          + " JOIN participant other ON other.conversation = one.conversation AND other.member = ?"
          + " JOIN conversation c ON c.number = one.conversation"
          + " WHERE one.member = ? AND c.kind = 0 ORDER BY c.id LIMIT ?";

  private static final String IDS_OF =
      "SELECT c.id FROM participant mine JOIN conversation c ON c.number = mine.conversation"
          + " WHERE mine.member = ?";

  private final PostgresStatements statements;
  private final PostgresEpoch epoch;

  ConversationReads(PostgresStatements statements, PostgresEpoch epoch) {
    this.statements = statements;
    this.epoch = epoch;
  }

  /** Those of them that there are. */
  Map<ConversationId, StoredConversation> find(Collection<ConversationId> ids) throws SQLException {
    return whole(cores(FIND, ids));
  }

  /** The same; nobody else changes them until the end of the transaction. */
  Map<ConversationId, StoredConversation> lock(Collection<ConversationId> ids) throws SQLException {
    return whole(cores(LOCK, ids));
  }

  Optional<StoredConversation> find(ConversationId id) throws SQLException {
    return Optional.ofNullable(find(List.of(id)).get(id));
  }

  /** Without who takes part. */
  Optional<Core> core(ConversationId id) throws SQLException {
    return cores(FIND, List.of(id)).stream().findFirst();
  }

  /** How far each of them has come that there is. */
  Map<ConversationId, Position> heads(Collection<ConversationId> ids) throws SQLException {
    Map<ConversationId, Position> heads = new HashMap<>();
    cores(FIND, ids).forEach(core -> heads.put(core.id, core.position()));
    return heads;
  }

  /** The ids of conversations with these numbers. */
  Map<Long, ConversationId> ids(Collection<Long> numbers) throws SQLException {
    Map<Long, ConversationId> ids = new HashMap<>();
    statements
        .rows(
            IDS,
            row -> Map.entry(row.getLong(1), new ConversationId(row.getString(2))),
            numbers.stream().mapToLong(Long::longValue).toArray())
        .forEach(each -> ids.put(each.getKey(), each.getValue()));
    return ids;
  }

  /** Open, joined before that time and silent, those joined longest ago first. */
  List<ConversationId> silent(Instant joinedBefore, int limit) throws SQLException {
    return statements.rows(SILENT, ConversationReads::id, joinedBefore.toEpochMilli(), limit);
  }

  /** The direct conversations of the two, by id. */
  List<ConversationId> directOf(UserId asker, UserId other, int limit) throws SQLException {
    return statements.rows(DIRECT, ConversationReads::id, other.value(), asker.value(), limit);
  }

  /** All that the user takes part in, in no order. */
  List<ConversationId> idsOf(UserId user) throws SQLException {
    return statements.rows(IDS_OF, ConversationReads::id, user.value());
  }

  private static ConversationId id(ResultSet row) throws SQLException {
    return new ConversationId(row.getString(1));
  }

  private List<Core> cores(String sql, Collection<ConversationId> ids) throws SQLException {
    String[] texts = ids.stream().map(ConversationId::value).distinct().toArray(String[]::new);
    return statements.rows(sql, ConversationReads::core, (Object) texts);
  }

  private static Core core(ResultSet row) throws SQLException {
    return new Core(
        row.getLong(1),
        new ConversationId(row.getString(2)),
        kind(row.getInt(3)),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        Optional.ofNullable(row.getString(10)).map(UserId::new),
        row.getInt(11),
        row.getLong(12),
        row.getLong(13),
        row.getBoolean(14));
  }

  private Map<ConversationId, StoredConversation> whole(List<Core> cores) throws SQLException {
    Map<Long, Known> known = new HashMap<>();
    List<Core> open = new ArrayList<>();
    for (Core core : cores) {
      epoch
          .known(core.number, core.accessVersion, core.dataRev)
          .ifPresentOrElse(kept -> known.put(core.number, kept), () -> open.add(core));
    }
    read(open, known);
    Map<ConversationId, StoredConversation> found = new HashMap<>();
    for (Core core : cores) {
      Known kept = known.get(core.number);
      if (kept != null) {
        found.put(core.id, new StoredConversation(core.number, core.with(kept)));
      }
    }
    return found;
  }

  private void read(List<Core> open, Map<Long, Known> to) throws SQLException {
    if (open.isEmpty()) {
      return;
    }
    long[] numbers = open.stream().mapToLong(Core::number).toArray();
    Map<Long, List<UserId>> members = new HashMap<>();
    statements
        .rows(
            PARTICIPANTS,
            row -> Map.entry(row.getLong(1), new UserId(row.getString(2))),
            (Object) numbers)
        .forEach(
            each ->
                members
                    .computeIfAbsent(each.getKey(), any -> new ArrayList<>())
                    .add(each.getValue()));
    Map<Long, GroupRecord> records = records(open);
    for (Core core : open) {
      Participants users = Participants.of(members.getOrDefault(core.number, List.of()));
      Known kept = core.known(users, Optional.ofNullable(records.get(core.number)));
      epoch.known().put(core.number, kept);
      to.put(core.number, kept);
    }
  }

  private Map<Long, GroupRecord> records(List<Core> open) throws SQLException {
    long[] numbers = open.stream().filter(Core::hasRecord).mapToLong(Core::number).toArray();
    Map<Long, GroupRecord> records = new HashMap<>();
    if (numbers.length > 0) {
      statements
          .rows(
              RECORDS,
              row -> Map.entry(row.getLong(1), GroupRecord.decode(row.getBytes(2))),
              (Object) numbers)
          .forEach(each -> records.put(each.getKey(), each.getValue()));
    }
    return records;
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

  /**
   * A conversation as it is stored.
   *
   * @param number its key in the tables
   */
  record StoredConversation(long number, Conversation conversation) {}

  /** A conversation but for who takes part as what, and for its data. */
  record Core(
      long number,
      ConversationId id,
      Kind kind,
      long accessVersion,
      long head,
      long changes,
      long groupChanges,
      long lastAt,
      long createdAt,
      Optional<UserId> creator,
      int bans,
      long dataRev,
      long participantsRev,
      boolean hasRecord) {

    Position position() {
      return new Position(head, head + changes);
    }

    /** Whether any message was changed. */
    boolean hasChangedMessages() {
      return changes > groupChanges;
    }

    private Known known(Participants participants, Optional<GroupRecord> record) {
      Roles roles =
          record
              .map(group -> group.rolesAmong(participants))
              .orElseGet(() -> Details.beforeRoles(kind, participants, creator).roles());
      return new Known(
          accessVersion,
          dataRev,
          participants,
          roles,
          record.map(GroupRecord::data).orElse(ConversationData.NONE));
    }

    private Conversation with(Known kept) {
      return new Conversation(
          id,
          kind,
          kept.participants(),
          accessVersion,
          head,
          head + changes,
          Instant.ofEpochMilli(lastAt),
          creator,
          new Details(
              createdAt == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(createdAt)),
              kept.data(),
              kept.roles(),
              bans,
              dataRev,
              participantsRev,
              groupChanges));
    }
  }
}
