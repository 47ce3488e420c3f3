package io.messageservice.adapter.sqlite;

import com.github.benmanes.caffeine.cache.Cache;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.KnownParticipants;
import io.messageservice.domain.conversation.ConversationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The write side. One thread at a time may call.
 *
 * <p>Nothing is acknowledged that is not in the file of the store's name: whether that is still the
 * one that is written is asked before each commit and after it.
 *
 * <p>After any failure the connection is given up and with it everything remembered; the next
 * commit begins with what the tables say.
 */
final class SqliteLedger implements Ledger {

  /** What a conversation weighs in the cache beside its participants. */
  private static final int CONVERSATION_WEIGHT = 4;

  private final PooledConnections connections;
  private final KnownParticipants<Long, Long> participants;
  private final RowIds ids;
  private final InstantSource clock;
  private final SqliteHealth health;
  private final Cache<ConversationId, Held> cache;

  private @Nullable TableWriter writer;

  SqliteLedger(
      PooledConnections connections,
      SharedState shared,
      InstantSource clock,
      SqliteHealth health,
      int weight) {
    this.connections = connections;
    this.participants = shared.participants();
    this.ids = shared.ids();
    this.clock = clock;
    this.health = health;
    this.cache =
        SqliteCaches.bounded(
            weight, held -> held.now().participants().size() + CONVERSATION_WEIGHT);
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
    BatchTransaction batch = new BatchTransaction(writing, cache, clock.millis());
    writing.begin();
    try {
      attempt.carryOut(batch);
    } catch (SQLException e) {
      attempt.note(e);
      writing.rollback();
      batch.forget();
      return false;
    }
    end(writing, batch);
    return true;
  }

  private void end(TableWriter writing, BatchTransaction batch) throws SQLException {
    if (!batch.hasWritten()) {
      writing.rollback();
      batch.keep(participants);
      return;
    }
    long id = writing.stamp();
    try {
      writing.commit();
    } catch (SQLException e) {
      find(id, e);
      return;
    }
    batch.keep(participants);
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
      Connection connection = connections.take();
      boolean good = false;
      try {
        writer = new TableWriter(connection, participants, ids);
        good = true;
      } finally {
        if (!good) {
          connections.drop(connection);
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
      connections.drop(abandoned.connection());
    } catch (SQLException e) {
      health.failed(e);
    }
  }
}
