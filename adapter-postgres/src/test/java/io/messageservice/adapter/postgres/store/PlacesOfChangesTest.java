package io.messageservice.adapter.postgres.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.postgres.TestPostgres;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.waiting.Patience;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** No change is ever found behind a reader, whichever transaction commits last. */
class PlacesOfChangesTest extends StoreContract {

  private static final String SCHEMA = "places";

  private static final String TAKE_A_PLACE =
      "INSERT INTO change_log (place, at, after_seq, after_rev, end_seq, end_rev, access_seq,"
          + " access_rev, access, conversation, events)"
          + " SELECT coalesce(max(place), 0) + 1, 1, 0, 0, 1, 1, 0, 0, false, 'slow', 'e\\000001'"
          + " FROM change_log";

  private static final String WAITING =
      "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";

  private final PostgresStore store = TestPostgres.store(SCHEMA, "");

  PlacesOfChangesTest() {
    TestPostgres.empty(SCHEMA);
  }

  @Override
  protected Ledger ledger() {
    return store.ledgers().get(0);
  }

  @Override
  protected History history() {
    return store.history();
  }

  @Test
  void readerFindsTheLowerPlaceFirstThoughItsTransactionEndsLate() throws Exception {
    commitAll(List.of(say(ROOM, ALICE, "before")));
    ChangeLog changes = store.changes();
    Place read = changes.newest();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    List<Change> found = new ArrayList<>();
    try (Connection slow = TestPostgres.server().getPostgresDatabase().getConnection();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute("SET search_path = " + SCHEMA);
      statement.execute(BatchWriter.LOCK_ORDER);
      statement.execute(TAKE_A_PLACE);
      Future<?> fast = thread.submit(() -> commitAll(List.of(say(OTHER, BOB, "later"))));
      Patience.await().until(TestPostgresLocks::areWaitedFor);

      assertThat(changes.after(read, 10).changes()).isEmpty();
      assertThat(changes.end().value()).isEqualTo(Long.toString(read.number()));

      slow.commit();
      fast.get();
      found.addAll(changes.after(read, 10).changes());
    } finally {
      thread.shutdownNow();
    }

    assertThat(found)
        .extracting(change -> change.place().number())
        .containsExactly(read.number() + 1, read.number() + 2);
    assertThat(found)
        .extracting(change -> change.conversation().orElseThrow().value())
        .containsExactly("slow", OTHER.value());
  }

  /** What the server says of locks. */
  private static final class TestPostgresLocks {

    static boolean areWaitedFor() throws SQLException {
      try (Connection connection = TestPostgres.server().getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet count = statement.executeQuery(WAITING)) {
        return count.next() && count.getInt(1) > 0;
      }
    }
  }
}
