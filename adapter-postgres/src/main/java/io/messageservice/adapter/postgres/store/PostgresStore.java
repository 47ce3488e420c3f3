package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresConfig;
import io.messageservice.adapter.postgres.PostgresDatabase;
import io.messageservice.adapter.postgres.PostgresEvents;
import io.messageservice.adapter.postgres.SqlStates;
import io.messageservice.adapter.postgres.UnusablePostgres;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.application.store.RandomNames;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages, conversations and marks in PostgreSQL, for one node alone or for several. */
public final class PostgresStore implements AutoCloseable {

  /**
   * Of the trial whether the store can be written: a disk with room for a page has not recovered.
   */
  private static final int TRIAL_BYTES = 256 << 10;

  private static final String TRY = "UPDATE store SET trial = ?";

  private static final String TRY_NO_MORE = "UPDATE store SET trial = NULL";

  /** How many changes one look removes from the log at most. */
  private static final int TRIMMED = 5_000;

  /** Writers that have written nothing for so long never will again. */
  private static final String FORGET_WRITERS = "DELETE FROM writer WHERE at < ?";

  private final PostgresDatabase database;
  private final PostgresConfig config;
  private final InstantSource clock;
  private final PostgresHealth health;
  private final List<Ledger> ledgers = new ArrayList<>();
  private final PostgresHistory history;
  private final PostgresChangeLog changes;
  private final PostgresPositions positions;
  private final ConversationIds conversationIds;
  private final byte[] trial = new byte[TRIAL_BYTES];

  private PostgresStore(
      PostgresDatabase database,
      PostgresConfig config,
      Optional<String> node,
      InstantSource clock,
      SecureRandom random,
      PostgresEvents events) {
    this.database = database;
    this.config = config;
    this.clock = clock;
    this.health = new PostgresHealth(events);
    this.history = new PostgresHistory(database);
    this.changes = new PostgresChangeLog(database, events);
    String self = node.orElse("alone");
    this.positions = new PostgresPositions(database, health, self);
    this.conversationIds =
        new ConversationIds(() -> database.epochs().known().key().bytes(), random);
    for (int i = 0; i < config.writers(); i++) {
      String name = self + ' ' + i + ' ' + RandomNames.next(random);
      ledgers.add(new PostgresLedger(database, health, events, clock, name, node.orElse("")));
    }
    random.nextBytes(trial); // what can be compressed takes no room
  }

  /**
   * Opens the store, making or migrating its tables where needed.
   *
   * @param node the name of this node, unlike those of all others that ever were; empty where there
   *     are no others
   * @param random for the epoch, the key of the ids, and names of writers
   * @throws UnusablePostgres where the database cannot be used as it is
   */
  public static PostgresStore open(
      PostgresConfig config,
      Optional<String> node,
      InstantSource clock,
      SecureRandom random,
      PostgresEvents events) {
    PostgresDatabase database = PostgresDatabase.open(config, clock, random, events);
    try {
      int unused = database.write(statements -> statements.update(TRY_NO_MORE));
      return new PostgresStore(database, config, node, clock, random, events);
    } catch (SQLException e) {
      database.close();
      throw new UnusablePostgres(
          "names a database that cannot be written: " + SqlStates.reason(e), e);
    }
  }

  /** The write side, one for each writer. */
  public List<Ledger> ledgers() {
    return List.copyOf(ledgers);
  }

  /** The read side. Any thread that may block may call. */
  public History history() {
    return history;
  }

  /** What was stored, in its order. Any thread that may block may call. */
  public ChangeLog changes() {
    return changes;
  }

  /** How far readers of that have come. Any thread that may block may call. */
  public ReaderPositions positions() {
    return positions;
  }

  /** The ids of conversations that are created. Any thread may call. */
  public ConversationIds conversationIds() {
    return conversationIds;
  }

  /** Whether it works, as far as is known. Any thread may ask; never blocks. */
  public boolean works() {
    return health.works();
  }

  /**
   * Finds out whether a store that failed works again, and whether one that works has another
   * epoch; removes changes that were kept long enough. Until this has found that it works, every
   * commit is refused at once.
   *
   * <p>To be called every second or so, by any thread that may block, one at a time.
   */
  public void look() {
    try {
      if (health.works()) {
        tidy();
      } else {
        int tried = database.write(statements -> statements.update(TRY, (Object) trial));
        int unused = database.write(statements -> statements.update(TRY_NO_MORE));
        if (tried > 0) {
          health.recovered();
        }
      }
    } catch (SQLException e) {
      // it does not work yet; what does not work for the first time, the next commit finds
    }
  }

  private void tidy() throws SQLException {
    long now = clock.millis();
    int unused =
        database.write(
            statements -> {
              String name = database.epochs().again(statements).name();
              return PostgresChangeLog.trim(
                      statements, now - config.retention().toMillis(), TRIMMED)
                  + statements.update(FORGET_WRITERS, now - History.REMOVALS_KEPT.toMillis())
                  + name.length();
            });
  }

  @Override
  public void close() {
    database.close();
  }
}
