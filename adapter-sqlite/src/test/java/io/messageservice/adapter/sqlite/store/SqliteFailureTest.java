package io.messageservice.adapter.sqlite.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.sqlite.Connections;
import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.adapter.sqlite.SqliteConfig.Sync;
import io.messageservice.adapter.sqlite.SqliteEvents;
import io.messageservice.adapter.sqlite.StoreConnections;
import io.messageservice.adapter.sqlite.StoreState;
import io.messageservice.adapter.sqlite.store.SqliteHealth.OpenFiles;
import io.messageservice.adapter.sqlite.store.SqliteHealth.SqliteTrial;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.EncryptedText;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose disk or connection fails. */
class SqliteFailureTest extends StoreContract {

  /** What goes wrong with the next COMMIT. */
  private enum Fault {
    NONE,
    NOTHING_DONE,
    DONE_BUT_NOT_ANSWERED,
    DAMAGED
  }

  private static final ClientMessageId KEY = new ClientMessageId("key");

  private final List<String> told = new ArrayList<>();
  private final SqliteEvents events = new Recorder();

  @TempDir Path folder;
  private StoreConnections connections;
  private Connections faulty;
  private SqliteLedger ledger;
  private SqliteHistory history;
  private SqliteHealth health;
  private SqliteTrial trial;
  private int opened;
  private Fault fault = Fault.NONE;
  private boolean unreachable;

  @BeforeEach
  void open() throws SQLException, IOException {
    SqliteConfig config = SqliteConfig.in(folder, Sync.FULL);
    connections = StoreConnections.open(config);
    faulty = new Connections(1, 5_000, new Faulty(StoreConnections.source(config)));
    StoreState state =
        connections
            .writer()
            .ask(statements -> StoreState.open(statements, Sync.FULL, new SecureRandom()));
    SharedState shared =
        new SharedState(
            SharedState.cachedParticipants(1_000),
            SharedState.cachedSenders(),
            new RowIds(state.idKey().get()),
            state.digests(),
            new LogTruncation(connections.readers(), false),
            new SqliteStore.Retention(Clock.systemUTC(), config.retention()));
    health = new SqliteHealth(events, OpenFiles.of(folder.resolve("messages.db")));
    trial = new SqliteTrial(faulty, health);
    ledger = new SqliteLedger(faulty, shared, Clock.systemUTC(), health, 1_000);
    history =
        new SqliteHistory(
            connections.readers(), shared, state.epoch(), new EncryptedText(new byte[16], "point"));
  }

  @AfterEach
  void close() {
    ledger.close();
    faulty.close();
    connections.close();
  }

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Override
  protected History history() {
    return history;
  }

  @Test
  void failedCommitIsUnavailableAndLeavesNoHole() {
    talk(ROOM, 1, 3);
    fault = Fault.NOTHING_DONE;

    assertThatThrownBy(() -> commit(say(ROOM, ALICE, "secret words")))
        .isInstanceOf(StoreUnavailable.class);
    trial.run();

    assertThat(commit(say(ROOM, ALICE, "text 4")).seq()).isEqualTo(4);
    assertThat(texts()).containsExactly("text 1", "text 2", "text 3", "text 4");
    assertThat(told).containsExactly("failed", "recovered");
    assertThat(health.neverFailed()).isFalse();
  }

  @Test
  void commitThatHappenedIsFoundAfterABrokenAnswer() {
    talk(ROOM, 1, 3);
    fault = Fault.DONE_BUT_NOT_ANSWERED;

    assertThat(commit(say(ROOM, ALICE, "text 4")).seq()).isEqualTo(4);

    assertThat(commit(say(ROOM, ALICE, "text 5")).seq()).isEqualTo(5);
    assertThat(texts()).endsWith("text 4", "text 5");
    assertThat(told).containsExactly("found");
  }

  @Test
  void changesOfAFailedCommitLeaveTheMessagesAsTheyWere() {
    List<Message> before =
        List.of(commit(say(ROOM, ALICE, "one", KEY)), commit(say(ROOM, BOB, "two")));
    fault = Fault.NOTHING_DONE;

    assertThatThrownBy(() -> editAndDelete(before)).isInstanceOf(StoreUnavailable.class);
    trial.run();

    assertThat(all(ROOM)).isEqualTo(before);
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(Position.ofMessages(2));
    assertThat(firstSent(ROOM, ALICE, KEY).orElseThrow().isFirstContent()).isEmpty();
    editAndDelete(before);
    assertThat(texts()).containsExactly("ONE", "");
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(2, 4));
  }

  @Test
  void changesThatHappenedAreFoundAfterABrokenAnswer() {
    List<Message> before =
        List.of(commit(say(ROOM, ALICE, "one", KEY)), commit(say(ROOM, BOB, "two")));
    fault = Fault.DONE_BUT_NOT_ANSWERED;

    editAndDelete(before);

    assertThat(texts()).containsExactly("ONE", "");
    assertThat(recorded(ROOM).orElseThrow().position()).isEqualTo(new Position(2, 4));
    assertThat(firstSent(ROOM, ALICE, KEY).orElseThrow().isFirstContent().orElseThrow())
        .accepts(contentText(MessageContent.of("one")));
    assertThat(commit(say(ROOM, ALICE, "three")).rev()).isEqualTo(5);
    assertThat(told).containsExactly("found");
  }

  private void editAndDelete(List<Message> messages) {
    commitAll(List.of(edit(messages.get(0), "ONE"), delete(messages.get(1))));
  }

  @Test
  void whereItCannotLookItSaysThatItDoesNotKnow() {
    talk(ROOM, 1, 3);
    fault = Fault.DONE_BUT_NOT_ANSWERED;
    unreachable = true;

    assertThatThrownBy(() -> talk(ROOM, 4, 4)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> talk(ROOM, 4, 4)).isInstanceOf(StoreUnavailable.class);
    trial.run();
    assertThat(health.works()).isFalse();
    unreachable = false;
    trial.run();

    assertThat(commit(say(ROOM, ALICE, "text 5")).seq()).isEqualTo(5);
    assertThat(texts()).containsExactly("text 1", "text 2", "text 3", "text 4", "text 5");
    assertThat(told).containsExactly("failed", "recovered");
  }

  @Test
  void fullDiskIsUnavailableUntilThereIsRoomAndLosesNothing() throws SQLException {
    talk(ROOM, 1, 100);
    long pages = onTheWriter("PRAGMA page_count");
    onTheWriter("PRAGMA max_page_count = " + pages);

    assertThatThrownBy(
            () -> commitAll(List.of(say(ROOM, ALICE, "secret ".repeat(10_000)), join(OTHER, BOB))))
        .isInstanceOf(StoreUnavailable.class)
        .satisfies(e -> assertThat(allMessages(e)).doesNotContain("secret"));
    assertThat(texts()).hasSize(100);
    onTheWriter("PRAGMA max_page_count = " + pages);
    trial.run();
    assertThat(health.works()).as("a trial in a full store").isFalse();
    trial.run();

    assertThat(commit(say(ROOM, ALICE, "text 101")).seq()).isEqualTo(101);
    assertThat(texts()).hasSize(101).endsWith("text 100", "text 101");
  }

  @Test
  void readOnlyStoreIsUnavailableUntilItCanBeWritten() throws SQLException {
    talk(ROOM, 1, 2);
    onTheWriter("PRAGMA query_only = ON");

    assertThatThrownBy(() -> talk(ROOM, 3, 3)).isInstanceOf(StoreUnavailable.class);
    trial.run();

    assertThat(commit(say(ROOM, ALICE, "text 3")).seq()).isEqualTo(3);
  }

  @Test
  void valuesOfAFailedBatchAreForgotten() {
    commitAll(List.of(join(ROOM, ALICE)));
    fault = Fault.NOTHING_DONE;
    assertThatThrownBy(() -> commitAll(List.of(join(ROOM, BOB), mark(ROOM, BOB, 3))))
        .isInstanceOf(StoreUnavailable.class);
    trial.run();

    assertThat(recorded(ROOM).orElseThrow().has(BOB)).isFalse();
    assertThat(readUpTo(ROOM, BOB)).isZero();
  }

  @Test
  void errorOfADeciderIsNotSwallowedAndLeavesNothing() {
    assertThatThrownBy(
            () ->
                ledger.commit(
                    List.of(
                        say(ROOM, ALICE, MessageContent.of("one"), Optional.empty(), NOON),
                        records -> {
                          throw new StackOverflowError();
                        })))
        .isInstanceOf(StackOverflowError.class);

    assertThat(recorded(ROOM)).isEmpty();
    assertThat(commit(say(ROOM, ALICE, "one")).seq()).isEqualTo(1);
  }

  @Test
  void commandsOfAnOutageAreRefusedWithoutTouchingTheStore() {
    fault = Fault.NOTHING_DONE;
    assertThatThrownBy(() -> talk(ROOM, 1, 1)).isInstanceOf(StoreUnavailable.class);
    int before = opened;

    assertThatThrownBy(() -> talk(ROOM, 1, 1)).isInstanceOf(StoreUnavailable.class);

    assertThat(opened).isEqualTo(before);
    assertThat(told).containsExactly("failed");
  }

  @Test
  void damagedFileIsNotWrittenUntilTheNextStart() {
    fault = Fault.DAMAGED;
    assertThatThrownBy(() -> talk(ROOM, 1, 1)).isInstanceOf(StoreUnavailable.class);

    trial.run();

    assertThat(health.works()).isFalse();
    assertThatThrownBy(() -> talk(ROOM, 1, 1)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void rowsOfOneConversationThatTheTablesRefuseFailAlone() throws SQLException {
    refuseParticipant(CAROL);

    List<Outcome> outcomes =
        ledger.commit(List.of(say(ROOM, ALICE, "one"), join(ROOM, CAROL), say(ROOM, BOB, "two")));

    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
    assertThat(said(outcomes.get(0)).seq()).isEqualTo(1);
    assertThat(said(outcomes.get(2)).seq()).isEqualTo(2);
    assertThat(texts()).containsExactly("one", "two");
    assertThat(history.conversation(ROOM).orElseThrow().has(CAROL)).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void deciderThatBrokeOnWhatWasTakenBackIsAskedAgain() throws SQLException {
    refuseParticipant(CAROL);
    Ledger.Decider<String> shy =
        records -> {
          if (records.conversation(ROOM).map(room -> room.has(CAROL)).orElse(false)) {
            throw new IllegalStateException("not with her");
          }
          return say(ROOM, BOB, "here I am").decide(records);
        };

    List<Outcome> outcomes = ledger.commit(List.of(join(ROOM, CAROL), shy));

    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Failed.class);
    assertThat(said(outcomes.get(1)).seq()).isEqualTo(1);
  }

  @Test
  void readersCannotWrite() throws SQLException {
    talk(ROOM, 1, 2);

    assertThatThrownBy(
            () ->
                connections
                    .readers()
                    .ask(reader -> reader.of("DELETE FROM message").executeUpdate()))
        .isInstanceOf(SQLException.class);
    assertThat(texts()).hasSize(2);
  }

  @Test
  void unreadableStoreIsUnavailable() {
    connections.readers().close();

    assertThatThrownBy(() -> history.conversation(ROOM)).isInstanceOf(StoreUnavailable.class);
  }

  private List<String> texts() {
    return history.after(ROOM, 0, 1_000, Integer.MAX_VALUE).messages().stream()
        .map(message -> message.content().text())
        .toList();
  }

  private void refuseParticipant(UserId user) throws SQLException {
    onTheWriter(
        "CREATE TRIGGER refusing BEFORE INSERT ON participant WHEN NEW.user = '"
            + user.value()
            + "' BEGIN SELECT RAISE(ABORT, 'refused on purpose'); END");
  }

  private static String allMessages(Throwable e) {
    return e.getCause() == null ? e.toString() : e + " " + allMessages(e.getCause());
  }

  /** On the one connection that writes, which the ledger gets again. */
  private long onTheWriter(String pragma) throws SQLException {
    ledger.close();
    return faulty.ask(
        statements -> {
          try (Statement statement = statements.connection().createStatement()) {
            if (!statement.execute(pragma)) {
              return 0L;
            }
            try (ResultSet rows = statement.getResultSet()) {
              return rows.getLong(1);
            }
          }
        });
  }

  private final class Recorder implements SqliteEvents {

    @Override
    public void failed(Exception cause) {
      told.add("failed");
    }

    @Override
    public void commitFound(Exception cause) {
      told.add("found");
    }

    @Override
    public void recovered() {
      told.add("recovered");
    }
  }

  /** The store's connections, with a COMMIT that fails as the test says. */
  private final class Faulty implements Connections.Opener {

    private final DataSource source;

    Faulty(DataSource source) {
      this.source = source;
    }

    @Override
    public Connection open() throws SQLException {
      opened++;
      if (unreachable && fault == Fault.NONE) {
        throw new SQLException("unreachable on purpose");
      }
      Connection connected = source.getConnection();
      return proxy(
          Connection.class,
          (method, args) -> {
            Object result = call(connected, method, args);
            return result instanceof PreparedStatement statement && "COMMIT".equals(args[0])
                ? commit(statement)
                : result;
          });
    }

    private PreparedStatement commit(PreparedStatement real) {
      return proxy(
          PreparedStatement.class,
          (method, args) -> {
            Fault now = method.getName().startsWith("execute") ? fault : Fault.NONE;
            if (now == Fault.NOTHING_DONE) {
              fault = Fault.NONE;
              throw new SQLException("failed on purpose");
            }
            if (now == Fault.DAMAGED) {
              throw new SQLException("damaged on purpose", "", 11);
            }
            Object result = call(real, method, args);
            if (now == Fault.DONE_BUT_NOT_ANSWERED) {
              fault = Fault.NONE;
              throw new SQLException("not answered on purpose");
            }
            return result;
          });
    }
  }

  private static Object call(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) -> call.of(method, args)));
  }

  private interface Call {
    Object of(Method method, Object[] args) throws Throwable;
  }
}
