package io.messageservice.adapter.postgres;

import io.messageservice.application.store.AesBlocks;
import io.messageservice.application.store.EpochNames;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which past the store has. It is another one where its server is: a server that was restored or
 * took over from another has another timeline, and may lack what was acknowledged. Each connection
 * finds out once, before anything else, since no server changes its timeline while it serves. Any
 * thread may call.
 */
public final class PostgresEpochs {

  private static final String BEGIN =
      "INSERT INTO store (one, epoch, era, id_key, system, timeline) VALUES (true, ?, 1, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  private static final String FIND = "SELECT epoch, era, id_key, system, timeline FROM store";

  private static final String NAME = "SELECT epoch FROM store";

  /** Places that may be lost are not given again. */
  private static final String RENEW =
      "WITH renewed AS (UPDATE store SET epoch = ?, era = era + 1, system = ?, timeline = ?"
          + " WHERE system = ? AND timeline = ? RETURNING 1)"
          + " INSERT INTO change_log (place, at, after_seq, after_rev, end_seq, end_rev, access_seq,"
          + " access_rev, access, conversation, events)"
          + " SELECT (SELECT coalesce(max(place), 0) + 1000000 FROM change_log), ?, 0, 0, 0, 0, 0,"
          + " 0, false, '', '' FROM renewed";

  /** The timeline is that of the end of the log, as its files are named. */
  private static final String SERVER =
      "SELECT system_identifier::text, CASE WHEN pg_is_in_recovery() THEN '' ELSE"
          + " substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END FROM pg_control_system()";

  private final InstantSource clock;
  private final RandomGenerator random;
  private final PostgresEvents events;
  private volatile PostgresEpoch known = PostgresEpoch.of("", 0, new byte[AesBlocks.BYTES]);

  PostgresEpochs(InstantSource clock, RandomGenerator random, PostgresEvents events) {
    this.clock = clock;
    this.random = random;
    this.events = events;
  }

  /** The last that was found. */
  public PostgresEpoch known() {
    return known;
  }

  /**
   * Finds out which past the server of this connection has, and begins another where that is not
   * the one that was noted.
   */
  void look(PostgresStatements statements) throws SQLException {
    Server server =
        statements
            .first(SERVER, row -> new Server(row.getString(1), row.getString(2)))
            .orElseThrow();
    if (server.timeline.isEmpty()) {
      throw new SQLException("the server is a standby", "25006");
    }
    Optional<Noted> noted = find(statements);
    if (noted.isEmpty()) {
      byte[] key = new byte[AesBlocks.BYTES];
      random.nextBytes(key);
      statements.update(BEGIN, next(""), key, server.system, server.timeline);
    } else if (!noted.get().server.equals(server)) {
      renew(statements, noted.get(), server);
    }
    take(find(statements).orElseThrow());
  }

  /** Finds out whether another node began another epoch. */
  public PostgresEpoch again(PostgresStatements statements) throws SQLException {
    String name = statements.first(NAME, row -> row.getString(1)).orElse("");
    if (!name.equals(known.name())) {
      take(find(statements).orElseThrow());
    }
    return known;
  }

  private void renew(PostgresStatements statements, Noted old, Server server) throws SQLException {
    statements.update(
        RENEW,
        next(old.epoch),
        server.system,
        server.timeline,
        old.server.system,
        old.server.timeline,
        clock.millis());
  }

  private String next(String last) {
    return EpochNames.next(last, clock.instant(), random);
  }

  private static Optional<Noted> find(PostgresStatements statements) throws SQLException {
    return statements.first(
        FIND,
        row ->
            new Noted(
                row.getString(1),
                row.getInt(2),
                row.getBytes(3),
                new Server(row.getString(4), row.getString(5))));
  }

  private synchronized void take(Noted noted) {
    String before = known.name();
    if (before.equals(noted.epoch)) {
      return;
    }
    known = PostgresEpoch.of(noted.epoch, noted.era, noted.key);
    if (!before.isEmpty()) {
      events.newEpoch(noted.epoch);
    }
  }

  /**
   * Which server, and which of its pasts.
   *
   * @param timeline empty where it is a standby
   */
  private record Server(String system, String timeline) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Noted(String epoch, int era, byte[] key, Server server) {}
}
