package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresDatabase;
import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.PostgresEvents;
import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.store.batch.EventLines;
import io.messageservice.application.store.batch.EventTraces;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table {@code change_log}. Its places have no holes, and become visible in their order:
 * a batch that gives places holds the lock of the order until it is committed. Any thread that may
 * block may call.
 */
final class PostgresChangeLog implements ChangeLog {

  /** The most changes that one look passes. */
  private static final int MOST = 1_000;

  private static final String BETWEEN =
      "SELECT place, conversation, after_seq, after_rev, end_seq, end_rev, access, access_seq,"
          + " access_rev, joined FROM change_log WHERE place > ? AND place <= ?"
          + " ORDER BY place LIMIT ?";

  private static final String AFTER =
      "SELECT place, at, conversation, events, traces FROM change_log WHERE place > ?"
          + " ORDER BY place LIMIT ?";

  private static final String OLDEST = "SELECT min(place) FROM change_log";

  /** All that are old but for the newest of all, by which the next gets its place. */
  private static final String TRIM =
      "DELETE FROM change_log WHERE place IN (SELECT place FROM change_log WHERE at < ?"
          + " AND place < (SELECT max(place) FROM change_log)"
          + " AND place < (SELECT min(place) + ? FROM change_log) ORDER BY place)";

  private static final String USERS_BETWEEN = "\u001f";

  private final PostgresDatabase database;
  private final PostgresEvents events;

  PostgresChangeLog(PostgresDatabase database, PostgresEvents events) {
    this.database = database;
    this.events = events;
  }

  @Override
  public Mark end() {
    return new Mark(Long.toString(last()));
  }

  private long last() {
    return ask(statements -> statements.number(BatchWriter.LAST_PLACE));
  }

  @Override
  public Heads between(Mark from, Mark end) {
    long after = Long.parseLong(from.value());
    long last = Long.parseLong(end.value());
    List<Logged> found =
        ask(statements -> statements.rows(BETWEEN, PostgresChangeLog::logged, after, last, MOST));
    boolean isWhole = after >= last || (!found.isEmpty() && found.get(0).place == after + 1);
    if (!isWhole) {
      events.changesMissed();
    }
    return pass(found, last);
  }

  private static Heads pass(List<Logged> found, long last) {
    Map<ConversationId, Head> heads = new HashMap<>();
    Map<ConversationId, AccessChange> access = new HashMap<>();
    long count = 0;
    long passed = found.size() < MOST ? last : found.get(found.size() - 1).place;
    long before = 0;
    for (Logged one : found) {
      count += one.to.rev() - one.from.rev();
      if (count > MAX_PASSED && before > 0) {
        passed = before;
        break;
      }
      before = one.place;
      one.note(heads, access);
    }
    return new Heads(
        new Mark(Long.toString(passed)), List.copyOf(heads.values()), List.copyOf(access.values()));
  }

  @Override
  public Place newest() {
    return new Place(database.epochs().known().name(), last());
  }

  @Override
  public Changes after(Place from, int limit) {
    return ask(statements -> after(statements, database.epochs().known(), from, limit));
  }

  private static Changes after(
      PostgresStatements statements, PostgresEpoch epoch, Place from, int limit)
      throws SQLException {
    long end = statements.number(BatchWriter.LAST_PLACE);
    long cut = Math.max(0, statements.number(OLDEST) - 1);
    boolean isKept =
        from.epoch().equals(epoch.name()) && from.number() >= cut && from.number() <= end;
    Place start = isKept ? from : new Place(epoch.name(), cut);
    List<Change> all = statements.rows(AFTER, row -> change(row, epoch), start.number(), limit);
    boolean more = all.size() == limit;
    Place last = more ? all.get(limit - 1).place() : new Place(epoch.name(), end);
    List<Change> changes = all.stream().filter(one -> !one.events().isEmpty()).toList();
    return new Changes(start, changes, List.of(), last, more);
  }

  private static Change change(ResultSet row, PostgresEpoch epoch) throws SQLException {
    long place = row.getLong(1);
    Change change =
        new Change(
            new Place(epoch.name(), place),
            "c-" + place,
            Instant.ofEpochMilli(row.getLong(2)),
            conversation(row.getString(3)),
            EventLines.parse(new String(row.getBytes(4), StandardCharsets.UTF_8)));
    String traces = row.getString(5);
    return traces == null ? change : EventTraces.parse(traces).in(change);
  }

  /** No earlier version noted any. */
  @Override
  public Optional<Place> noted(String mark) {
    return Optional.empty();
  }

  /** Removes some of what was stored before that time. */
  static int trim(PostgresStatements statements, long beforeMillis, int most) throws SQLException {
    return statements.update(TRIM, beforeMillis, most);
  }

  private <T> T ask(PostgresDatabase.Task<T> task) {
    try {
      return database.read(task);
    } catch (SQLException e) {
      throw new StoreUnavailable("the store cannot be read", e);
    }
  }

  private static Optional<ConversationId> conversation(String id) {
    return Optional.of(id).filter(text -> !text.isEmpty()).map(ConversationId::new);
  }

  private static Logged logged(ResultSet row) throws SQLException {
    return new Logged(
        row.getLong(1),
        conversation(row.getString(2)),
        new Position(row.getLong(3), row.getLong(4)),
        new Position(row.getLong(5), row.getLong(6)),
        row.getBoolean(7)
            ? Optional.of(new Position(row.getLong(8), row.getLong(9)))
            : Optional.empty(),
        users(row.getString(10)));
  }

  private static Set<UserId> users(@Nullable String joined) {
    Set<UserId> users = new LinkedHashSet<>();
    if (joined != null) {
      for (String user : joined.split(USERS_BETWEEN, -1)) {
        users.add(new UserId(user));
      }
    }
    return users;
  }

  private record Logged(
      long place,
      Optional<ConversationId> conversation,
      Position from,
      Position to,
      Optional<Position> access,
      Set<UserId> joined) {

    void note(Map<ConversationId, Head> heads, Map<ConversationId, AccessChange> changes) {
      if (conversation.isEmpty()) {
        return;
      }
      ConversationId id = conversation.get();
      if (!from.equals(to)) {
        heads.merge(id, new Head(id, from, to), Head::and);
      }
      access.ifPresent(
          at -> changes.merge(id, new AccessChange(id, joined, at), AccessChange::and));
    }
  }
}
