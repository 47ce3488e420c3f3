package io.messageservice.adapter.sqlite.store;

import com.github.benmanes.caffeine.cache.Cache;
import io.messageservice.adapter.sqlite.Connections;
import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.ConversationMemory;
import io.messageservice.domain.conversation.ConversationId;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * The write side. One thread at a time may call.
 *
 * <p>Nothing is acknowledged that is not in the file of the store's name: whether that is still the
 * one that is written is asked before each commit and after it.
 *
 * <p>After any failure the connection is given up and with it everything remembered; the next
 * commit begins with what the tables hold.
 */
final class SqliteLedger implements Ledger {

  private final Connections connections;
  private final SharedState shared;
  private final InstantSource clock;
  private final SqliteHealth health;
  private final Cache<ConversationId, Held> cache;

  private @Nullable TableWriter writer;

  SqliteLedger(
      Connections connections,
      SharedState shared,
      InstantSource clock,
      SqliteHealth health,
      int weight) {
    this.connections = connections;
    this.shared = shared;
    this.clock = clock;
    this.health = health;
    this.cache =
        SharedState.bounded(
            weight, held -> ConversationMemory.of(held.now().participants(), held.now().details()));
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    health.requireWorking();
    boolean done = false;
    try {
      Attempt attempt = new Attempt(batch);
      while (!isCarriedOut(attempt)) {
        attempt = attempt.next();
      }
      done = true;
      health.requireInPlace();
      return List.of(attempt.outcomes());
    } catch (SQLException e) {
      health.failed(e);
      throw new StoreUnavailable("the store cannot write", e);
    } finally {
      if (!done) {
        abandon();
      }
    }
  }

  /** Gives the connection back. */
  void close() {
    abandon();
  }

  private boolean isCarriedOut(Attempt attempt) throws SQLException {
    TableWriter writing = writer();
    long now = clock.millis();
    BatchTransaction batch = new BatchTransaction(writing, cache, now);
    writing.begin();
    try {
      attempt.carryOut(batch, writing);
    } catch (SQLException e) {
      attempt.note(e);
      writing.rollback();
      batch.forget();
      return false;
    }
    end(writing, batch, now);
    return true;
  }

  private void end(TableWriter writing, BatchTransaction batch, long now) throws SQLException {
    if (!batch.hasWritten()) {
      writing.rollback();
      batch.keep(shared.participants());
      return;
    }
    if (writing.trim(now) || batch.hasRemoved()) {
      shared.truncation().note(); // before it is committed, as the answer to that may be broken
    }
    long id = writing.stamp(now);
    try {
      writing.commit();
    } catch (SQLException e) {
      find(id, e);
      return;
    }
    batch.keep(shared.participants());
    shared.truncation().committed(writing.statements());
  }

  /** After a broken answer: looks whether the commit happened all the same. */
  private void find(long id, SQLException answer) throws SQLException {
    abandon();
    if (writer().commitId() != id) {
      throw answer;
    }
    health.commitFound(answer);
  }

  private TableWriter writer() throws SQLException {
    if (writer == null) {
      Statements statements = connections.take();
      boolean good = false;
      try {
        writer = new TableWriter(statements, shared);
        good = true;
      } finally {
        if (!good) {
          connections.drop(statements);
        }
      }
    }
    return writer;
  }

  private void abandon() {
    cache.invalidateAll();
    TableWriter abandoned = writer;
    writer = null;
    if (abandoned == null) {
      return;
    }
    try {
      abandoned.abandon();
    } catch (SQLException e) {
      // It is rolled back when the connection ends, if the failure has not done so already.
    }
    try {
      connections.drop(abandoned.statements());
    } catch (SQLException e) {
      health.failed(e);
    }
  }

  /**
   * One go at the commands of a batch. Where the tables do not take something, the next go writes
   * what each command decided before the next decides, which shows whose it was; then it goes again
   * without that one. Everything else is decided again each time: what a decider answered by rows
   * that were taken back counts for nothing, not even where it broke.
   */
  private static final class Attempt {

    private final List<? extends Decider<?>> commands;
    private final Outcome[] outcomes;

    /** The commands whose rows the tables did not take; their outcomes stand. */
    private final BitSet refused;

    private final boolean oneByOne;
    private int at;

    /** The first go, all at once. */
    Attempt(List<? extends Decider<?>> commands) {
      this(commands, new Outcome[commands.size()], new BitSet(), false);
    }

    private Attempt(
        List<? extends Decider<?>> commands, Outcome[] outcomes, BitSet refused, boolean oneByOne) {
      this.commands = commands;
      this.outcomes = outcomes;
      this.refused = refused;
      this.oneByOne = oneByOne;
    }

    /** The go after this one, which {@link #note} has judged. */
    Attempt next() {
      return new Attempt(commands, outcomes, refused, true);
    }

    /** What became of the commands, once a go was committed. */
    Outcome[] outcomes() {
      return outcomes;
    }

    /** Has the commands decided and written. */
    void carryOut(BatchTransaction batch, TableWriter writer) throws SQLException {
      for (at = 0; at < outcomes.length; at++) {
        if (!refused.get(at)) {
          long before = writer.lastRow();
          outcomes[at] = batch.carryOut(commands.get(at));
          writer.trace(commands.get(at).trace(), before);
          if (oneByOne) {
            batch.finish();
          }
        }
      }
      batch.finish();
    }

    /**
     * Notes whose rows the tables did not take, as far as this go shows it.
     *
     * @throws SQLException the error itself where it concerns all
     */
    void note(SQLException e) throws SQLException {
      boolean refusedByTables = (e.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
      if (!refusedByTables || (oneByOne && at == outcomes.length)) {
        throw e;
      }
      if (oneByOne) {
        refused.set(at);
        outcomes[at] =
            new Outcome.Failed(new IllegalStateException("the store refused what was decided", e));
      }
    }
  }
}
