package io.messageservice.adapter.postgres.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.postgres.TestPostgres;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.port.out.change.ReaderPositionsContract;
import org.junit.jupiter.api.Test;

class PostgresPositionsTest extends ReaderPositionsContract {

  private static final String SCHEMA = "positions";

  private final PostgresStore store = TestPostgres.store(SCHEMA, "one");
  private final PostgresStore other = TestPostgres.store(SCHEMA, "two");

  PostgresPositionsTest() {
    TestPostgres.empty(SCHEMA);
  }

  @Override
  protected ReaderPositions positions() {
    return store.positions();
  }

  @Test
  void oneNodeAtATimeIsTheReader() {
    assertThat(positions().take("first")).contains("");
    assertThat(other.positions().take("first")).isEmpty();
    assertThat(other.positions().note("first", "e-9")).isFalse();
    assertThat(positions().note("first", "e-1")).isTrue();

    positions().leave("first");

    assertThat(other.positions().take("first")).contains("e-1");
    assertThat(positions().note("first", "e-2")).isFalse();
  }

  @Test
  void readerWhoseLeaseEndedIsReplaced() {
    positions().take("first");
    TestPostgres.run(
        SCHEMA, "UPDATE reader_position SET leased_until = now() - interval '1 second'");

    assertThat(other.positions().take("first")).contains("");
    assertThat(positions().note("first", "e-1")).isFalse();
  }
}
