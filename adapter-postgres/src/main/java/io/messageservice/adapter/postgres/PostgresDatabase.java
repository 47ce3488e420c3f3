package io.messageservice.adapter.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the database: some that write, and some that read, each in a transaction that sees
 * one moment. Each has found out which past the server has before it is used. Any thread may call.
 */
public final class PostgresDatabase implements AutoCloseable {

  /** How long a thread waits for a connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long an answer may take, in seconds; of a statement and of a lock. */
  private static final int ANSWER_SECONDS = 30;

  private static final String LIMITS =
      " -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s";

  private static final String ONE_MOMENT = " -c default_transaction_isolation=repeatable\\ read";

  /** Beside the lanes: looks, and positions of readers. */
  private static final int MORE_WRITERS = 2;

  private final PostgresEpochs epochs;
  private final HikariDataSource writers;
  private final HikariDataSource readers;

  private PostgresDatabase(
      PostgresEpochs epochs, HikariDataSource writers, HikariDataSource readers) {
    this.epochs = epochs;
    this.writers = writers;
    this.readers = readers;
  }

  /**
   * Connects, and makes or migrates the tables where needed.
   *
   * @param random for the epoch and the key of the ids
   * @throws UnusablePostgres where the database cannot be used as it is
   */
  public static PostgresDatabase open(
      PostgresConfig config, InstantSource clock, RandomGenerator random, PostgresEvents events) {
    PostgresEpochs epochs = new PostgresEpochs(clock, random, events);
    PostgresSchema.migrate(set(new PGSimpleDataSource(), config, ""), config.schema());
    String options = "-c search_path=" + config.schema() + LIMITS;
    PGSimpleDataSource writing = set(new Looking(epochs), config, options);
    PGSimpleDataSource reading = set(new Looking(epochs), config, options + ONE_MOMENT);
    return new PostgresDatabase(
        epochs,
        pool("writers", writing, config.writers() + MORE_WRITERS),
        pool("readers", reading, config.readers()));
  }

  private static HikariDataSource pool(String name, PGSimpleDataSource source, int size) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setDataSource(source);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    pool.setAutoCommit(false);
    pool.setConnectionTimeout(PATIENCE.toMillis());
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  private static PGSimpleDataSource set(
      PGSimpleDataSource source, PostgresConfig config, String options) {
    source.setUrl(config.jdbcUrl());
    config.user().ifPresent(source::setUser);
    config.password().ifPresent(source::setPassword);
    source.setApplicationName("message-service");
    source.setLogServerErrorDetail(false); // it may have values
    source.setTcpKeepAlive(true);
    source.setConnectTimeout((int) PATIENCE.toSeconds());
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setPrepareThreshold(2);
    if (!options.isEmpty()) {
      source.setOptions(options);
    }
    if (config.jdbcUrl().contains(",")) {
      source.setTargetServerType("primary");
    }
    return source;
  }

  /** Which past it has. */
  public PostgresEpochs epochs() {
    return epochs;
  }

  /**
   * Asks, all of one moment; once more where a connection broke, since nothing is written.
   *
   * @throws SQLException where the answer cannot be had
   */
  public <T> T read(Task<T> task) throws SQLException {
    try {
      return readOnce(task);
    } catch (SQLException e) {
      if (!SqlStates.isConnectionLost(e)) {
        throw e;
      }
      return readOnce(task);
    }
  }

  private <T> T readOnce(Task<T> task) throws SQLException {
    try (Connection connection = readers.getConnection()) {
      T answer = task.run(new PostgresStatements(connection));
      connection.commit();
      return answer;
    }
  }

  /** Writes a little, in a transaction of its own. */
  public <T> T write(Task<T> task) throws SQLException {
    try (Connection connection = writers.getConnection()) {
      T answer = task.run(new PostgresStatements(connection));
      connection.commit();
      return answer;
    }
  }

  /** A connection that writes; to be closed, which takes back what is not committed. */
  public Connection writer() throws SQLException {
    return writers.getConnection();
  }

  /** Gives a connection up that may be broken: nobody gets it again. */
  public void drop(Connection connection) {
    writers.evictConnection(connection);
  }

  @Override
  public void close() {
    writers.close();
    readers.close();
  }

  /** What is asked or written. */
  public interface Task<T> {
    /** Runs on one connection. */
    T run(PostgresStatements statements) throws SQLException;
  }

  /** Connections that have found out which past the server has. */
  private static final class Looking extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    private final transient PostgresEpochs epochs;

    Looking(PostgresEpochs epochs) {
      this.epochs = epochs;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      boolean good = false;
      try {
        epochs.look(new PostgresStatements(connection));
        good = true;
        return connection;
      } finally {
        if (!good) {
          connection.close();
        }
      }
    }
  }
}
