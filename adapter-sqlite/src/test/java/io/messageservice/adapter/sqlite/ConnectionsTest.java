package io.messageservice.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fixed number of connections, each for one caller at a time. */
class ConnectionsTest {

  private final List<Connection> opened = new ArrayList<>();
  private final Connections connections;

  ConnectionsTest() throws SQLException {
    connections = new Connections(2, 0, this::open);
  }

  @AfterEach
  void close() {
    connections.close();
  }

  @Test
  void allAreOpenedAtOnceAndKeptWithWhatTheyPrepared() throws SQLException {
    Set<Object> prepared = new HashSet<>();

    for (int i = 0; i < 50; i++) {
      prepared.add(connections.ask(statements -> statements.of("SELECT 1")));
    }

    assertThat(opened).hasSize(2);
    assertThat(prepared).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void noMoreAreTakenThanThereAre() throws SQLException {
    Statements first = connections.take();
    connections.take();

    assertThatThrownBy(connections::take)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("no connection was free");

    connections.drop(first);
    assertThat(connections.take()).isNotSameAs(first);
  }

  @Test
  void oneThatFailedIsClosedAndReplaced() throws SQLException {
    List<Connection> failed = new ArrayList<>();

    assertThatThrownBy(
            () ->
                connections.ask(
                    statements -> {
                      failed.add(statements.connection());
                      throw new SQLException("failed on purpose");
                    }))
        .hasMessage("failed on purpose");

    assertThat(failed.get(0).isClosed()).isTrue();
    assertThat(connections.take().connection()).isNotIn(failed);
    assertThat(connections.take().connection()).isNotIn(failed);
    assertThat(opened).hasSize(3);
  }

  @Test
  void whereOneCannotBeOpenedNoneStaysOpen() {
    assertThatThrownBy(() -> new Connections(5, 0, this::openOrFail))
        .hasMessage("unreachable on purpose");

    assertThat(opened.subList(2, opened.size())).isNotEmpty().allMatch(ConnectionsTest::isClosed);
  }

  @Test
  void oneThatCannotBeReplacedIsTriedAgainByTheNextCaller() throws SQLException {
    Connections limited = new Connections(1, 0, this::openOrFail);
    limited.drop(limited.take());
    limited.drop(limited.take());

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(limited::take).hasMessage("unreachable on purpose");
    }
  }

  @Test
  void afterTheEndNothingIsTakenAndNothingStaysOpen() throws SQLException {
    connections.ask(
        statements -> {
          connections.close();
          return 0;
        });

    assertThatThrownBy(connections::take).hasMessage("the store is closed");
    assertThat(opened).allMatch(ConnectionsTest::isClosed);
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    opened.add(connection);
    return connection;
  }

  private Connection openOrFail() throws SQLException {
    if (opened.size() == 4) {
      throw new SQLException("unreachable on purpose");
    }
    return open();
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
