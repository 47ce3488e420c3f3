package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.adapter.postgres.store.BatchWriter.Entry;
import io.messageservice.application.port.out.History;
import io.messageservice.application.store.GroupRecord;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what there is of users in conversations, and of groups. Only the lane may call. */
final class MemberWriter {

  private static final String JOIN =
      "INSERT INTO participant (conversation, member, joined_at, place)"
          + " SELECT conversation, member, ?, place FROM unnest(?, ?, ?)"
          + " AS v (conversation, member, place)";

  private static final String OF_MEMBERS =
      " t USING unnest(?, ?) AS v (conversation, member)"
          + " WHERE t.conversation = v.conversation AND t.member = v.member";

  private static final String LEAVE = "DELETE FROM participant" + OF_MEMBERS;

  private static final String RISE = "DELETE FROM seat" + OF_MEMBERS;

  private static final String REMOVED =
      "INSERT INTO removal AS r (member, conversation, place, at)"
          + " SELECT member, conversation, place, ? FROM unnest(?, ?, ?)"
          + " AS v (member, conversation, place)"
          + " ON CONFLICT (member, conversation) DO UPDATE SET place = excluded.place,"
          + " at = excluded.at";

  private static final String ALL_REMOVED =
      "INSERT INTO removal AS r (member, conversation, place, at)"
          + " SELECT member, ?, ?, ? FROM participant WHERE conversation = ?"
          + " ON CONFLICT (member, conversation) DO UPDATE SET place = excluded.place,"
          + " at = excluded.at";

  private static final String KEPT =
      "DELETE FROM removal r USING unnest(?, ?) AS v (member, conversation)"
          + " WHERE r.member = v.member AND r.conversation = v.conversation";

  private static final String SIT =
      "INSERT INTO seat (conversation, member, node)"
          + " SELECT conversation, member, ? FROM unnest(?, ?) AS v (conversation, member)"
          + " ON CONFLICT DO NOTHING";

  private static final String RISE_HERE = RISE + " AND t.node = ?";

  private static final String READ =
      "INSERT INTO read_mark (conversation, member, read_up_to, delivered_up_to, place)"
          + " SELECT conversation, member, read_up_to, 0, place FROM unnest(?, ?, ?, ?)"
          + " AS v (conversation, member, read_up_to, place)"
          + " ON CONFLICT (conversation, member) DO UPDATE SET read_up_to = excluded.read_up_to,"
          + " place = excluded.place";

  private static final String DELIVERED =
      "INSERT INTO read_mark (conversation, member, read_up_to, delivered_up_to, place)"
          + " SELECT conversation, member, 0, delivered_up_to, 0 FROM unnest(?, ?, ?)"
          + " AS v (conversation, member, delivered_up_to)"
          + " ON CONFLICT (conversation, member)"
          + " DO UPDATE SET delivered_up_to = excluded.delivered_up_to";

  private static final String PREFER =
      "INSERT INTO preference (conversation, member, muted_until, hidden_at) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (conversation, member) DO UPDATE SET muted_until = excluded.muted_until,"
          + " hidden_at = excluded.hidden_at";

  private static final String NO_PREFERENCE =
      "DELETE FROM preference WHERE conversation = ? AND member = ?";

  private static final String NOTE_PREFERENCES =
      "UPDATE participant SET place = ? WHERE conversation = ? AND member = ?";

  private static final String BAN =
      "INSERT INTO ban (conversation, member, ends) VALUES (?, ?, ?)"
          + " ON CONFLICT (conversation, member) DO UPDATE SET ends = excluded.ends";

  private static final String LIFT = "DELETE FROM ban WHERE conversation = ? AND member = ?";

  private static final String RECORD =
      "INSERT INTO conversation_record (conversation, record) VALUES (?, ?)"
          + " ON CONFLICT (conversation) DO UPDATE SET record = excluded.record";

  private static final String NO_RECORD = "DELETE FROM conversation_record WHERE conversation = ?";

  private static final String UNUSED =
      "INSERT INTO unused_conversation (conversation, last_at) VALUES (?, ?)"
          + " ON CONFLICT (conversation) DO UPDATE SET last_at = excluded.last_at";

  private static final String USED = "DELETE FROM unused_conversation WHERE conversation = ?";

  /** The participants are needed for a while. */
  private static final List<String> REMOVE =
      List.of(
          "DELETE FROM conversation WHERE number = ?",
          "DELETE FROM read_mark WHERE conversation = ?",
          "DELETE FROM preference WHERE conversation = ?",
          "DELETE FROM ban WHERE conversation = ?",
          "DELETE FROM seat WHERE conversation = ?",
          NO_RECORD,
          USED);

  private static final String REMOVE_PARTICIPANTS =
      "DELETE FROM participant WHERE conversation = ?";

  private static final String TRIM =
      "DELETE FROM removal WHERE (member, conversation) IN (SELECT member, conversation"
          + " FROM removal WHERE at < ? ORDER BY at LIMIT ?) RETURNING place";

  private static final String NOTE_CUT =
      "UPDATE store SET removal_cut = greatest(removal_cut, ?) WHERE removal_cut < ?";

  private final PostgresStatements statements;
  private final String node;
  private final long now;

  MemberWriter(PostgresStatements statements, String node, long nowMillis) {
    this.statements = statements;
    this.node = node;
    this.now = nowMillis;
  }

  /** Removes those that are forgotten, but for who took part. */
  void removeConversations(List<PendingRows> forgotten) throws SQLException {
    for (PendingRows each : forgotten) {
      for (String remove : REMOVE) {
        statements.update(remove, each.storedNumber());
      }
    }
  }

  /** Writes what needs no place. */
  void write(List<PendingRows> conversations) throws SQLException {
    List<Mark> delivered = new ArrayList<>();
    for (PendingRows each : conversations) {
      each.delivered()
          .forEach((user, upTo) -> delivered.add(new Mark(each.number(), user, upTo, 0)));
      for (Map.Entry<UserId, Instant> ban : each.bans().entrySet()) {
        put(each.number(), ban.getKey(), ban.getValue());
      }
      record(each);
      unused(each);
      leave(each);
      seats(each);
    }
    if (!delivered.isEmpty()) {
      Columns<Mark> columns = new Columns<>(delivered);
      statements.update(
          DELIVERED,
          columns.longs(Mark::number),
          columns.texts(mark -> mark.user.value()),
          columns.longs(Mark::upTo));
    }
  }

  /** Writes what stands beside a place of the log. */
  void writePlaces(List<Entry> entries) throws SQLException {
    List<Mark> read = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.isOfConversation()) {
        PendingRows pending = entry.conversation();
        forget(pending, entry.place());
        pending
            .marks()
            .forEach(
                (user, upTo) -> read.add(new Mark(pending.number(), user, upTo, entry.place())));
        join(pending, entry.place());
        prefer(pending, entry.place());
      }
    }
    if (!read.isEmpty()) {
      Columns<Mark> columns = new Columns<>(read);
      statements.update(
          READ,
          columns.longs(Mark::number),
          columns.texts(mark -> mark.user.value()),
          columns.longs(Mark::upTo),
          columns.longs(Mark::place));
    }
  }

  private void forget(PendingRows pending, long place) throws SQLException {
    if (pending.isForgotten()) {
      long number = pending.storedNumber();
      int removed = statements.update(ALL_REMOVED, pending.id().value(), place, now, number);
      statements.update(REMOVE_PARTICIPANTS, number);
      trim(removed);
    }
  }

  private void put(long number, UserId user, Instant until) throws SQLException {
    if (until.equals(Ban.LIFTED)) {
      statements.update(LIFT, number, user.value());
    } else {
      statements.update(BAN, number, user.value(), until.toEpochMilli());
    }
  }

  private void record(PendingRows pending) throws SQLException {
    Optional<Conversation> before = pending.before();
    Conversation after = pending.now().orElseThrow();
    boolean isSame =
        before
            .filter(was -> was.accessVersion() == after.accessVersion())
            .filter(was -> was.details().dataRev() == after.details().dataRev())
            .isPresent();
    if (isSame && !pending.isAccessChanged()) {
      return;
    }
    Optional<GroupRecord> record = GroupRecord.of(after);
    if (record.isPresent()) {
      statements.update(RECORD, pending.number(), record.get().encode());
    } else if (before.flatMap(GroupRecord::of).isPresent()) {
      statements.update(NO_RECORD, pending.number());
    }
  }

  private void unused(PendingRows pending) throws SQLException {
    boolean was = pending.before().filter(MemberWriter::mayEnd).isPresent();
    Conversation after = pending.now().orElseThrow();
    if (mayEnd(after)) {
      if (!pending.before().map(Conversation::lastAt).equals(Optional.of(after.lastAt()))) {
        statements.update(UNUSED, pending.number(), after.lastAt().toEpochMilli());
      }
    } else if (was) {
      statements.update(USED, pending.number());
    }
  }

  private static boolean mayEnd(Conversation conversation) {
    return conversation.mayEndUnused() && conversation.lastAt().isAfter(Instant.EPOCH);
  }

  private void leave(PendingRows pending) throws SQLException {
    if (pending.left().isEmpty() || pending.isNew()) {
      return;
    }
    long[] numbers = numbers(pending, pending.left());
    String[] users = users(pending.left());
    statements.update(RISE, numbers, users);
    statements.update(LEAVE, numbers, users);
  }

  private void seats(PendingRows pending) throws SQLException {
    if (node.isEmpty()) {
      return;
    }
    for (boolean taken : new boolean[] {true, false}) {
      List<UserId> users =
          pending.seats().values().stream()
              .filter(seat -> seat.taken() == taken)
              .map(seat -> seat.user())
              .toList();
      if (users.isEmpty()) {
        continue;
      }
      if (taken) {
        statements.update(SIT, node, numbers(pending, users), users(users));
      } else {
        statements.update(RISE_HERE, numbers(pending, users), users(users), node);
      }
    }
  }

  private void join(PendingRows pending, long place) throws SQLException {
    Participants had = pending.before().map(Conversation::participants).orElse(Participants.NONE);
    Participants has = pending.now().map(Conversation::participants).orElse(Participants.NONE);
    List<UserId> came = pending.joined().stream().filter(has::contains).toList();
    if (!came.isEmpty()) {
      long[] places = new long[came.size()];
      Arrays.fill(places, place);
      statements.update(JOIN, now, numbers(pending, came), users(came), places);
      statements.update(KEPT, users(came), ids(pending, came));
    }
    List<UserId> went =
        pending.left().stream().filter(had::contains).filter(user -> !has.contains(user)).toList();
    if (!went.isEmpty()) {
      long[] places = new long[went.size()];
      Arrays.fill(places, place);
      statements.update(REMOVED, now, users(went), ids(pending, went), places);
      trim(went.size());
    }
  }

  private void prefer(PendingRows pending, long place) throws SQLException {
    for (Map.Entry<UserId, Preferences> own : pending.preferences().entrySet()) {
      String user = own.getKey().value();
      Preferences preferences = own.getValue();
      if (preferences.equals(Preferences.NONE)) {
        statements.update(NO_PREFERENCE, pending.number(), user);
      } else {
        statements.update(
            PREFER,
            pending.number(),
            user,
            preferences.mutedUntil().toEpochMilli(),
            preferences.hiddenAt());
      }
      statements.update(NOTE_PREFERENCES, place, pending.number(), user);
    }
  }

  /** Deletes up to twice as many of the old removals as were written. */
  private void trim(int written) throws SQLException {
    long since = now - History.REMOVALS_KEPT.toMillis();
    List<Long> trimmed = statements.rows(TRIM, row -> row.getLong(1), since, 2 * written);
    long cut = trimmed.stream().mapToLong(Long::longValue).max().orElse(0);
    if (cut > 0) {
      statements.update(NOTE_CUT, cut, cut);
    }
  }

  private static long[] numbers(PendingRows pending, Collection<UserId> users) {
    long[] numbers = new long[users.size()];
    Arrays.fill(numbers, pending.number());
    return numbers;
  }

  private static String[] ids(PendingRows pending, Collection<UserId> users) {
    String[] ids = new String[users.size()];
    Arrays.fill(ids, pending.id().value());
    return ids;
  }

  private static String[] users(Collection<UserId> users) {
    return users.stream().map(UserId::value).toArray(String[]::new);
  }

  private record Mark(long number, UserId user, long upTo, long place) {}
}
