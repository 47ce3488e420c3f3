package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresDatabase;
import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.PostgresEpoch.Known;
import io.messageservice.adapter.postgres.PostgresEvents;
import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.adapter.postgres.SqlStates;
import io.messageservice.adapter.postgres.store.BatchWriter.BegunElsewhere;
import io.messageservice.adapter.postgres.store.TableRecords.OutOfOrder;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.batch.DecisionPass;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The write side, as one writer has it. One thread at a time may call; others have ledgers of their
 * own.
 *
 * <p>A batch locks the conversations that it looks at, in the order of their ids, so that what it
 * decides by stays so until it is committed, whatever others write. Where the answer to a commit is
 * broken, the id of the batch that the transaction wrote shows whether it happened; only what did
 * not happen is done again.
 */
final class PostgresLedger implements Ledger {

  /** How often a batch is tried that others stand in the way of, or whose connection breaks. */
  private static final int MOST_TRIES = 20;

  /** How often where the server does not answer: the first times may be broken connections. */
  private static final int MOST_BROKEN = 3;

  /** How often deciders may ask for something else. */
  private static final int MOST_ROUNDS = 100;

  private static final int NUMBERS = 64;

  private static final String NEXT_NUMBERS = "SELECT nextval('conversation_number')";

  private static final String ENTER =
      "INSERT INTO writer (name, batch, at) VALUES (?, 0, ?) ON CONFLICT DO NOTHING";

  private static final String STAMP = "UPDATE writer SET batch = ?, at = ? WHERE name = ?";

  /** Waits for a transaction of that writer that is still under way. */
  private static final String FIND = "SELECT batch FROM writer WHERE name = ? FOR UPDATE";

  private final PostgresDatabase database;
  private final PostgresHealth health;
  private final PostgresEvents events;
  private final InstantSource clock;
  private final String name;
  private final String node;

  private boolean entered;
  private long batchId;
  private long nextNumber;
  private int numbersLeft;

  /**
   * With nothing written yet.
   *
   * @param name never used before by any writer
   * @param node the id under which the rooms of its users are stored; empty where they are not
   */
  PostgresLedger(
      PostgresDatabase database,
      PostgresHealth health,
      PostgresEvents events,
      InstantSource clock,
      String name,
      String node) {
    this.database = database;
    this.health = health;
    this.events = events;
    this.clock = clock;
    this.name = name;
    this.node = node;
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    health.requireWorking();
    try {
      return tryAll(batch);
    } catch (SQLException e) {
      if (!SqlStates.isOfOneCommand(e)) {
        throw health.failed(e);
      }
      return oneByOne(batch, e);
    }
  }

  /** The tables do not take what one of them wrote: that one fails, and only it. */
  private List<Outcome> oneByOne(List<? extends Decider<?>> batch, SQLException refused) {
    List<Outcome> outcomes = new ArrayList<>();
    if (batch.size() == 1) {
      outcomes.add(
          new Outcome.Failed(
              new IllegalStateException("the store refused what was decided", refused)));
      return outcomes;
    }
    for (Decider<?> command : batch) {
      outcomes.addAll(commit(List.of(command)));
    }
    return outcomes;
  }

  private List<Outcome> tryAll(List<? extends Decider<?>> batch) throws SQLException {
    List<ConversationId> first = List.of();
    int broken = 0;
    for (int tries = 1; ; tries++) {
      try {
        return tryOnce(batch, first);
      } catch (OutOfOrder e) {
        first = e.all();
        requireMore(tries, new SQLException("others are locked before all the time", e));
      } catch (BegunElsewhere e) {
        requireMore(tries, new SQLException("others begin conversations all the time", e));
      } catch (SQLException e) {
        broken += SqlStates.isInTheWay(e) ? 0 : 1;
        if (!SqlStates.isWorthAnotherTry(e) || broken == MOST_BROKEN) {
          throw e;
        }
        requireMore(tries, e);
      }
    }
  }

  private static void requireMore(int tries, SQLException otherwise) throws SQLException {
    if (tries == MOST_TRIES) {
      throw otherwise;
    }
  }

  /**
   * One transaction.
   *
   * @param first what is locked before all else
   */
  private List<Outcome> tryOnce(List<? extends Decider<?>> batch, List<ConversationId> first)
      throws SQLException, OutOfOrder, BegunElsewhere {
    Connection connection = database.writer();
    boolean done = false;
    try {
      PostgresStatements statements = new PostgresStatements(connection);
      enter(statements);
      PostgresEpoch epoch = database.epochs().again(statements);
      Attempt attempt = new Attempt(batch, epoch, statements);
      attempt.decide(first);
      if (attempt.write()) {
        commit(connection, epoch);
      } else {
        connection.rollback();
      }
      attempt.keep();
      done = true;
      return attempt.outcomes;
    } catch (PendingRows.Unnumbered e) {
      throw e.reason();
    } finally {
      close(connection, done);
    }
  }

  /** After a failure nobody gets the connection again. */
  private void close(Connection connection, boolean good) throws SQLException {
    if (!good) {
      try {
        connection.rollback();
      } catch (SQLException e) {
        database.drop(connection);
      }
    }
    connection.close();
  }

  private void enter(PostgresStatements statements) throws SQLException {
    if (!entered) {
      statements.update(ENTER, name, clock.millis());
      batchId = statements.number("SELECT batch FROM writer WHERE name = ?", name);
      statements.connection().commit();
      entered = true;
    }
  }

  private void commit(Connection connection, PostgresEpoch epoch) throws SQLException {
    try {
      connection.commit();
      batchId++;
    } catch (SQLException e) {
      database.drop(connection);
      find(epoch, e);
    }
  }

  /** After a broken answer: looks whether the commit happened all the same. */
  private void find(PostgresEpoch epoch, SQLException answer) throws SQLException {
    try (Connection connection = database.writer()) {
      PostgresStatements statements = new PostgresStatements(connection);
      PostgresEpoch now = database.epochs().again(statements);
      long found = statements.number(FIND, name);
      connection.rollback();
      if (!now.name().equals(epoch.name())) {
        entered = false;
        throw new StoreUnavailable("the store has another past", answer);
      }
      if (found != batchId + 1) {
        throw answer;
      }
      batchId = found;
      events.commitFound(SqlStates.reason(answer));
    } catch (SQLException e) {
      if (e != answer) {
        throw health.failed(e);
      }
      throw e;
    }
  }

  private long nextNumber(PostgresStatements statements) {
    if (numbersLeft == 0) {
      try {
        nextNumber = statements.number(NEXT_NUMBERS);
        numbersLeft = NUMBERS;
      } catch (SQLException e) {
        throw new PendingRows.Unnumbered(e);
      }
    }
    numbersLeft--;
    return nextNumber++;
  }

  /** One go at a batch. */
  private final class Attempt {

    private final List<? extends Decider<?>> batch;
    private final PostgresEpoch epoch;
    private final PostgresStatements statements;
    private final TableRecords records;
    private final long now = clock.millis();
    private final List<Outcome> outcomes = new ArrayList<>();
    private DecisionPass<PendingRows> pass;

    Attempt(List<? extends Decider<?>> batch, PostgresEpoch epoch, PostgresStatements statements) {
      this.batch = batch;
      this.epoch = epoch;
      this.statements = statements;
      this.records = new TableRecords(statements, epoch);
      this.pass = nextPass();
    }

    private DecisionPass<PendingRows> nextPass() {
      return new DecisionPass<>(
          records,
          id -> new PendingRows(id, records.conversation(id), epoch, () -> nextNumber(statements)));
    }

    /** Those who still ask for something after the last round fail, and only they. */
    void decide(List<ConversationId> first) throws SQLException, OutOfOrder {
      records.lock(first);
      for (int rounds = 1; ; rounds++) {
        pass = nextPass();
        outcomes.clear();
        for (Decider<?> command : batch) {
          outcomes.add(pass.carryOut(command).outcome());
        }
        if (records.isComplete() || rounds == MOST_ROUNDS) {
          return;
        }
        records.complete();
      }
    }

    /** Writes what was decided, with the id of the batch; gives whether there was anything. */
    boolean write() throws SQLException, BegunElsewhere {
      MessageWriter messages = new MessageWriter(statements, epoch.digests(), epoch.era());
      boolean written = new BatchWriter(statements, messages, node, now).write(pass);
      if (written && statements.update(STAMP, batchId + 1, now, name) == 0) {
        entered = false;
        throw new SQLException("the writer is not known any more", "40001");
      }
      return written;
    }

    /** Remembers who takes part by now. */
    void keep() {
      for (PendingRows pending : pass.all()) {
        if (pending.isAccessChanged() || pending.before().isEmpty()) {
          pending.now().ifPresent(now -> epoch.known().put(pending.number(), known(now)));
        }
      }
    }

    private static Known known(Conversation now) {
      return new Known(
          now.accessVersion(),
          now.details().dataRev(),
          now.participants(),
          now.details().roles(),
          now.details().data());
    }
  }
}
