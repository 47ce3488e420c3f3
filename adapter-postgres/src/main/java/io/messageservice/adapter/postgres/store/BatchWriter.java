package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.store.GroupRecord;
import io.messageservice.application.store.batch.DecisionPass;
import io.messageservice.application.store.batch.EventLines;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a batch decided. What needs no place in the log comes first; then the lock of the
 * order is taken, and held until the end of the transaction. Only the lane may call.
 */
final class BatchWriter {

  private static final String BEGIN =
      "INSERT INTO conversation (number, id, kind, access_version, head, changes, group_changes,"
          + " last_at, created_at, creator, bans, data_rev, participants_rev, has_record, blocked,"
          + " place) SELECT number, id, kind, 0, 0, 0, 0, 0, 0, creator, 0, 0, 0, false, false, 0"
          + " FROM unnest(?, ?, ?, ?) AS v (number, id, kind, creator) ORDER BY id"
          + " ON CONFLICT (id) DO NOTHING";

  private static final String UPDATE =
      "UPDATE conversation c SET kind = v.kind, access_version = v.access_version, head = v.head,"
          + " changes = v.changes, group_changes = v.group_changes, last_at = v.last_at,"
          + " created_at = v.created_at, bans = v.bans, data_rev = v.data_rev,"
          + " participants_rev = v.participants_rev, has_record = v.has_record,"
          + " blocked = v.blocked, place = CASE WHEN v.shown THEN v.place ELSE c.place END"
          + " FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS v (number, kind,"
          + " access_version, head, changes, group_changes, last_at, created_at, bans, data_rev,"
          + " participants_rev, has_record, blocked, shown, place) WHERE c.number = v.number";

  /** Until the transaction ends nobody else gives places, so that they are in commits' order. */
  static final String LOCK_ORDER =
      "SELECT pg_advisory_xact_lock('change_log'::regclass::oid::bigint)";

  static final String LAST_PLACE = "SELECT max(place) FROM change_log";

  private static final String LOG =
      "INSERT INTO change_log (place, at, after_seq, after_rev, end_seq, end_rev, access_seq,"
          + " access_rev, access, conversation, joined, events, traces)"
          + " SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String BLOCK =
      "INSERT INTO block (member, blocked) VALUES (?, ?) ON CONFLICT DO NOTHING";

  private static final String UNBLOCK = "DELETE FROM block WHERE member = ? AND blocked = ?";

  /** What users see in no list, joined as one text. */
  private static final String BETWEEN = "\u001f";

  private final PostgresStatements statements;
  private final MessageWriter messages;
  private final MemberWriter members;
  private final long now;

  BatchWriter(PostgresStatements statements, MessageWriter messages, String node, long nowMillis) {
    this.statements = statements;
    this.messages = messages;
    this.members = new MemberWriter(statements, node, nowMillis);
    this.now = nowMillis;
  }

  /**
   * Writes all of it; gives whether there was anything.
   *
   * @throws BegunElsewhere where another node began one of the conversations meanwhile
   */
  boolean write(DecisionPass<PendingRows> pass) throws SQLException, BegunElsewhere {
    List<PendingRows> changed = pass.all().stream().filter(PendingRows::isChanged).toList();
    if (changed.isEmpty() && pass.blocks().isEmpty() && pass.notes().isEmpty()) {
      return false;
    }
    List<PendingRows> forgotten = changed.stream().filter(PendingRows::isForgotten).toList();
    List<PendingRows> there = changed.stream().filter(one -> one.now().isPresent()).toList();
    members.removeConversations(forgotten);
    begin(there.stream().filter(PendingRows::isNew).toList());
    messages.write(there);
    for (BlockChange block : pass.blocks()) {
      statements.update(
          block.holds() ? BLOCK : UNBLOCK, block.user().value(), block.blocked().value());
    }
    members.write(there);
    List<PendingRows> logged = changed.stream().filter(BatchWriter::isLogged).toList();
    if (logged.isEmpty() && pass.notes().isEmpty()) {
      return true;
    }
    writePlaces(logged, pass.notes());
    return true;
  }

  private void writePlaces(List<PendingRows> logged, List<UserNote> notes) throws SQLException {
    List<Object> unused = statements.rows(LOCK_ORDER, row -> "");
    long last = statements.number(LAST_PLACE);
    List<Entry> entries = new ArrayList<>();
    for (PendingRows pending : logged) {
      entries.add(entry(++last, pending));
    }
    for (UserNote note : notes) {
      entries.add(Entry.of(++last, note));
    }
    log(entries);
    update(entries.stream().filter(Entry::isOfConversation).toList());
    members.writePlaces(entries);
  }

  /** Whether anybody is to find that it changed. */
  private static boolean isLogged(PendingRows pending) {
    return pending.isForgotten() || !pending.before().equals(pending.now()) || pending.isPersonal();
  }

  private void begin(List<PendingRows> some) throws SQLException, BegunElsewhere {
    if (some.isEmpty()) {
      return;
    }
    Columns<PendingRows> columns = new Columns<>(some);
    int written =
        statements.update(
            BEGIN,
            columns.longs(PendingRows::number),
            columns.texts(one -> one.id().value()),
            columns.ints(one -> ConversationReads.code(now(one).kind())),
            columns.texts(one -> now(one).creator().map(UserId::value).orElse(null)));
    if (written < some.size()) {
      throw new BegunElsewhere();
    }
  }

  private void update(List<Entry> entries) throws SQLException {
    List<Entry> some =
        entries.stream()
            .filter(one -> !one.conversation().before().equals(one.conversation().now()))
            .filter(one -> one.conversation().now().isPresent())
            .toList();
    if (some.isEmpty()) {
      return;
    }
    Columns<Entry> columns = new Columns<>(some);
    statements.update(
        UPDATE,
        columns.longs(one -> one.conversation().number()),
        columns.ints(one -> ConversationReads.code(one.after().kind())),
        columns.longs(one -> one.after().accessVersion()),
        columns.longs(one -> one.after().head()),
        columns.longs(one -> one.after().rev() - one.after().head()),
        columns.longs(one -> one.details().groupChanges()),
        columns.longs(one -> one.after().lastAt().toEpochMilli()),
        columns.longs(one -> one.details().createdAt().map(Instant::toEpochMilli).orElse(0L)),
        columns.ints(one -> one.details().bans()),
        columns.longs(one -> one.details().dataRev()),
        columns.longs(one -> one.details().participantsRev()),
        columns.flags(one -> GroupRecord.of(one.after()).isPresent()),
        columns.flags(one -> one.after().isBlocked()),
        columns.flags(one -> one.conversation().isSeenByAll()),
        columns.longs(Entry::place));
  }

  private void log(List<Entry> entries) throws SQLException {
    Columns<Entry> columns = new Columns<>(entries);
    statements.update(
        LOG,
        columns.longs(Entry::place),
        columns.longs(one -> now),
        columns.longs(one -> one.from().seq()),
        columns.longs(one -> one.from().rev()),
        columns.longs(one -> one.to().seq()),
        columns.longs(one -> one.to().rev()),
        columns.longs(one -> one.access().map(Position::seq).orElse(0L)),
        columns.longs(one -> one.access().map(Position::rev).orElse(0L)),
        columns.flags(one -> one.access().isPresent()),
        columns.texts(Entry::id),
        columns.texts(Entry::joined),
        columns.bytes(one -> EventLines.text(one.events()).getBytes(StandardCharsets.UTF_8)),
        columns.texts(Entry::traces));
  }

  private static Entry entry(long place, PendingRows pending) {
    Position before = pending.before().map(Conversation::position).orElse(Position.START);
    Position after = pending.now().map(Conversation::position).orElse(before);
    Optional<MessagesAppended> appended =
        pending.messages().isEmpty()
            ? Optional.empty()
            : Optional.of(new MessagesAppended(pending.messages().get(0).seq() - 1, after.seq()));
    Stream<LoggedEvent> marks =
        Stream.concat(
            pending.marks().entrySet().stream()
                .map(mark -> new MessagesRead(mark.getKey(), mark.getValue())),
            pending.delivered().entrySet().stream()
                .map(mark -> new MessagesDelivered(mark.getKey(), mark.getValue())));
    return new Entry(
        place,
        Optional.of(pending),
        before,
        after,
        pending.isAccessChanged() ? Optional.of(pending.accessPosition()) : Optional.empty(),
        pending.events().all(pending.participation(), appended, marks));
  }

  private static Conversation now(PendingRows pending) {
    return pending.now().orElseThrow();
  }

  /** What stands in a row of the log, with what it changes elsewhere. */
  record Entry(
      long place,
      Optional<PendingRows> pending,
      Position from,
      Position to,
      Optional<Position> access,
      List<LoggedEvent> events) {

    static Entry of(long place, UserNote note) {
      return new Entry(
          place,
          Optional.empty(),
          Position.START,
          Position.START,
          Optional.empty(),
          List.of(new UserNoted(note)));
    }

    boolean isOfConversation() {
      return pending.isPresent();
    }

    PendingRows conversation() {
      return pending.orElseThrow();
    }

    Conversation after() {
      return conversation().now().orElseThrow();
    }

    Details details() {
      return after().details();
    }

    String id() {
      return pending.map(one -> one.id().value()).orElse("");
    }

    @Nullable String traces() {
      return pending.map(one -> one.events().traces()).filter(text -> !text.isEmpty()).orElse(null);
    }

    @Nullable String joined() {
      return access.isEmpty() || conversation().joined().isEmpty()
          ? null
          : conversation().joined().stream()
              .map(UserId::value)
              .collect(Collectors.joining(BETWEEN));
    }
  }

  /** Another node began one of the conversations meanwhile: the batch is to be decided again. */
  static final class BegunElsewhere extends Exception {

    private static final long serialVersionUID = 1L;

    BegunElsewhere() {
      super("another node began a conversation", null, false, false);
    }
  }
}
