package io.messageservice.adapter.sqlite.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.messageservice.adapter.sqlite.Connections;
import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteEvents;
import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.StoreConnections;
import io.messageservice.adapter.sqlite.StoreState;
import io.messageservice.adapter.sqlite.UnusableStore;
import io.messageservice.adapter.sqlite.store.ConversationRows.VersionedParticipants;
import io.messageservice.adapter.sqlite.store.SqliteHealth.OpenFiles;
import io.messageservice.adapter.sqlite.store.SqliteHealth.SqliteTrial;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.application.store.ConversationMemory;
import io.messageservice.application.store.EncryptedText;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;

/**
 * Messages, conversations and read marks in one SQLite file. The folder must not be open in another
 * process.
 */
public final class SqliteStore implements AutoCloseable {

  private final StoreConnections connections;
  private final SqliteHealth health;
  private final SqliteTrial trial;
  private final LogTruncation truncation;
  private final SqliteLedger ledger;
  private final SqliteHistory history;
  private final ReaderPositions positions;
  private final ConversationIds conversationIds;
  private boolean closed;

  /** Whether the log was emptied since the files are not in their place. Only {@link #look}. */
  private boolean rescued;

  private SqliteStore(
      StoreConnections connections,
      SqliteHealth health,
      StoreState state,
      SharedState shared,
      SqliteLedger ledger) {
    this.connections = connections;
    this.health = health;
    this.trial = new SqliteTrial(connections.writer(), health);
    this.truncation = shared.truncation();
    this.ledger = ledger;
    this.history =
        new SqliteHistory(
            connections.readers(),
            shared,
            state.epoch(),
            new EncryptedText(state.idKey().get(), "listing point"));
    this.positions = new SqlitePositions(connections.notes(), health::requireWorking);
    this.conversationIds = state.conversationIds();
  }

  /**
   * Opens the store in the folder, making or migrating its tables where needed.
   *
   * @throws UnusableStore where the files cannot be used as they are
   */
  public static SqliteStore open(SqliteConfig config) {
    return open(config, Clock.systemUTC(), new SecureRandom(), SqliteEvents.NONE);
  }

  /**
   * Opens the store in the folder, making or migrating its tables where needed.
   *
   * @param clock for when conversations began and users joined, and for how long changes are kept
   * @param random for the epoch, the key of the ids, and ids of conversations
   * @throws UnusableStore where the files cannot be used as they are
   */
  public static SqliteStore open(
      SqliteConfig config, InstantSource clock, SecureRandom random, SqliteEvents events) {
    StoreConnections connections = StoreConnections.open(config);
    try {
      StoreState state = begin(connections, config, random, events);
      SqliteHealth health = new SqliteHealth(events, OpenFiles.of(config.file().toAbsolutePath()));
      SharedState shared =
          new SharedState(
              SharedState.cachedParticipants(config.cachedParticipants()),
              SharedState.cachedSenders(),
              new RowIds(state.idKey().get()),
              state.digests(),
              new LogTruncation(connections.readers(), state.unclean()),
              new Retention(clock, config.retention()));
      SqliteLedger ledger =
          new SqliteLedger(
              connections.writer(), shared, clock, health, config.cachedParticipants());
      return new SqliteStore(connections, health, state, shared, ledger);
    } catch (SQLException | IOException e) {
      connections.close();
      throw new UnusableStore("the store cannot be written", e);
    }
  }

  /** The write side. One thread at a time may call. */
  public Ledger ledger() {
    return ledger;
  }

  /** The read side. Any thread that may block may call. */
  public History history() {
    return history;
  }

  /** What was stored, in its order. Any thread that may block may call. */
  public ChangeLog changes() {
    return history;
  }

  /** How far readers of that have come. Any thread that may block may call. */
  public ReaderPositions positions() {
    return positions;
  }

  /** The ids of conversations that are created. Any thread may call. */
  public ConversationIds conversationIds() {
    return conversationIds;
  }

  /** Whether it writes, as far as is known. Any thread may ask; never blocks. */
  public boolean works() {
    return health.works();
  }

  /** Whether its files lay in their place when last looked at. Any thread may ask; never blocks. */
  public boolean inPlace() {
    return health.inPlace();
  }

  /**
   * Finds out whether a store that failed works again, and whether the files of one that works are
   * still in their place. Until this has found so, every commit is refused at once. It also sees to
   * it that what was deleted leaves all files of the store, mostly within a minute.
   *
   * <p>To be called every second or so, by any thread that may block, one at a time.
   */
  public void look() {
    health.look();
    if (health.inPlace()) {
      rescued = false;
    } else if (!rescued) {
      rescued = true;
      emptyLog();
    }
    trial.run();
    if (health.works()) {
      truncation.look();
    }
  }

  /**
   * Closes the store in order; to be called after the last commit has returned.
   *
   * <p>Where the files do not lie in their place, they are left as they are until the process ends:
   * SQLite would remove the log of whatever has their names by then.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    health.look();
    if (!health.inPlace()) {
      return;
    }
    ledger.close();
    if (health.neverFailed()) {
      noteClean();
    }
    connections.close();
  }

  private static StoreState begin(
      StoreConnections connections, SqliteConfig config, SecureRandom random, SqliteEvents events)
      throws SQLException {
    StoreState state =
        connections.writer().ask(writer -> StoreState.open(writer, config.sync(), random));
    if (state.unclean()) {
      events.uncleanStart(state.newEpoch());
    }
    return state;
  }

  /**
   * Moves what is in the log to the database, through connections that were opened before either
   * was removed: where the database is still there, nothing is lost then. A reader's may do so.
   */
  private void emptyLog() {
    try {
      connections.readers().ask(reader -> reader.number("PRAGMA wal_checkpoint(PASSIVE)"));
    } catch (SQLException e) {
      // What was not moved stays in the log, as far as that can be found.
    }
  }

  /** Where this fails, the next start takes the store for one that was not closed. */
  private void noteClean() {
    try {
      connections.writer().ask(StoreState::close);
    } catch (SQLException e) {
      // Nothing is lost by it: see above.
    }
  }

  /** What the ledger and the history of one store have in common. Any thread may call. */
  record SharedState(
      ConcurrentMap<Long, VersionedParticipants> participants,
      KnownSenders<Long> senders,
      RowIds ids,
      ContentDigest digests,
      LogTruncation truncation,
      Retention retention) {

    /** An empty cache that drops what is used least, for values that weigh so much together. */
    static <K, V> Cache<K, V> bounded(long maxWeight, ToIntFunction<V> weight) {
      return Caffeine.newBuilder()
          .maximumWeight(maxWeight)
          .<K, V>weigher((key, value) -> weight.applyAsInt(value))
          .executor(Runnable::run)
          .build();
    }

    /** Who takes part in conversations, by their numbers, as of their access versions. */
    static ConcurrentMap<Long, VersionedParticipants> cachedParticipants(int max) {
      return SharedState.<Long, VersionedParticipants>bounded(
              max, kept -> ConversationMemory.of(kept.participants(), kept.roles()))
          .asMap();
    }

    /** Who sent the newest messages of conversations, by their numbers, which never come again. */
    static KnownSenders<Long> cachedSenders() {
      return new KnownSenders<>(
          SharedState.<Long, SenderRuns>bounded(KnownSenders.MAX_WEIGHT, KnownSenders.WEIGHT)
              .asMap(),
          SharedState.<Long, Long>bounded(KnownSenders.MAX_SOLE, one -> 1).asMap());
    }
  }

  /** For how long changes are kept, by which clock. Any thread may call. */
  record Retention(InstantSource clock, Duration kept) {

    /** How many steps of time it has. */
    private static final int STEPS = 128;

    /** The time since which changes are kept by now, in ms since 1970. */
    long keptSince() {
      return keptSince(clock.millis());
    }

    long keptSince(long now) {
      return now - kept.toMillis();
    }

    /** The number of the step of time. */
    long step(long at) {
      return at / Math.max(1, kept.toMillis() / STEPS);
    }
  }

  /**
   * The table {@code reader_position}. No other node has the file, so this one is every reader.
   *
   * <p>A connection of its own writes, which the lane never waits for longer than a row takes. What
   * is noted survives the death of the process. A loss of power may take the newest notes, and the
   * reader gets some changes again.
   */
  private static final class SqlitePositions implements ReaderPositions {

    private static final String FIND = "SELECT position FROM reader_position WHERE reader = ?";

    private static final String PUT =
        "INSERT OR REPLACE INTO reader_position (reader, position) VALUES (?, ?)";

    private final Connections notes;
    private final Runnable requireWorking;

    /**
     * @param notes the connection that writes
     * @param requireWorking throws where the store does not work
     */
    SqlitePositions(Connections notes, Runnable requireWorking) {
      this.notes = notes;
      this.requireWorking = requireWorking;
    }

    @Override
    public Optional<String> take(String reader) {
      return ask(statements -> Optional.of(find(statements, reader)));
    }

    @Override
    public boolean note(String reader, String position) {
      return ask(statements -> put(statements, reader, position) > 0);
    }

    @Override
    public void leave(String reader) {
      // nobody else is there
    }

    private <T> T ask(Connections.Task<T> task) {
      requireWorking.run();
      try {
        return notes.ask(task);
      } catch (SQLException e) {
        throw new StoreUnavailable("the position of a reader cannot be read or noted", e);
      }
    }

    private static String find(Statements statements, String reader) throws SQLException {
      PreparedStatement find = statements.of(FIND);
      find.setString(1, reader);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }

    private static int put(Statements statements, String reader, String position)
        throws SQLException {
      PreparedStatement put = statements.of(PUT);
      put.setString(1, reader);
      put.setString(2, position);
      return put.executeUpdate();
    }
  }
}
