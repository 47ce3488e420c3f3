package io.messageservice.adapter.postgres.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.postgres.PostgresConfig;
import io.messageservice.adapter.postgres.TestPostgres;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of commits where the server, or the way to it, fails. */
class PostgresFailureTest extends StoreContract {

  private static final String SCHEMA = "failures";

  /** Ends what the store has open, and nothing else. */
  private static final String END_CONNECTIONS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE application_name = 'message-service' AND pid <> pg_backend_pid()";

  private final PostgresStore store;

  PostgresFailureTest() {
    PostgresConfig config = TestPostgres.config(SCHEMA);
    store = TestPostgres.open(config, "");
    TestPostgres.empty(SCHEMA);
  }

  @AfterEach
  void close() {
    TestPostgres.run(SCHEMA, "ALTER DATABASE postgres RESET default_transaction_read_only");
    store.close();
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
  void connectionsThatWereEndedAreReplacedUnnoticed() {
    commitAll(List.of(say(ROOM, ALICE, "one")));
    TestPostgres.run(SCHEMA, END_CONNECTIONS);

    commitAll(List.of(say(ROOM, ALICE, "two")));

    assertThat(texts(ROOM)).containsExactly("one", "two");
  }

  @Test
  void nothingIsLostOrDoubledWhileConnectionsEndAllTheTime() throws Exception {
    int count = 300;
    Mark mark = store.changes().end();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    AtomicInteger done = new AtomicInteger();
    try {
      Future<?> writer =
          thread.submit(
              () -> {
                for (int i = 0; i < count; i++) {
                  sendUntilStored(new ClientMessageId("key-" + i));
                  done.incrementAndGet();
                }
              });
      for (int at = 10; at < count; at += 30) {
        int reached = at;
        Patience.await().until(() -> done.get() >= reached || writer.isDone());
        TestPostgres.run(SCHEMA, END_CONNECTIONS);
      }
      writer.get();
    } finally {
      thread.shutdownNow();
    }

    List<Message> stored = all(ROOM);
    assertThat(stored).hasSize(count);
    assertThat(stored.stream().map(Message::key)).doesNotHaveDuplicates();
    Heads heads = store.changes().between(mark, store.changes().end());
    assertThat(heads.changed()).containsExactly(head(ROOM, 0, count));
  }

  /** As a client does that sends again what was not answered. */
  private void sendUntilStored(ClientMessageId key) {
    Decider<String> saying = say(ROOM, ALICE, MessageContent.of("text"), Optional.of(key), NOON);
    Decider<String> once =
        records ->
            records.sent(ROOM, ALICE, key).isPresent()
                ? Decision.unchanged("said before")
                : saying.decide(records);
    boolean done = false;
    while (!done) {
      try {
        done = ledger().commit(List.of(once)).get(0) instanceof Ledger.Outcome.Done;
      } catch (StoreUnavailable e) {
        store.look();
      }
    }
  }

  @Test
  void serverThatOnlyReadsIsUnavailableUntilItWritesAgain() {
    commitAll(List.of(say(ROOM, ALICE, "one")));
    TestPostgres.run(SCHEMA, "ALTER DATABASE postgres SET default_transaction_read_only = on");
    TestPostgres.run(SCHEMA, END_CONNECTIONS);

    assertThatThrownBy(() -> ledger().commit(List.of(say(ROOM, ALICE, "two"))))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(store.works()).isFalse();
    assertThat(texts(ROOM)).containsExactly("one");
    store.look();
    assertThat(store.works()).isFalse();

    TestPostgres.run(SCHEMA, "ALTER DATABASE postgres RESET default_transaction_read_only");
    TestPostgres.run(SCHEMA, END_CONNECTIONS);
    Patience.await()
        .until(
            () -> {
              store.look();
              return store.works();
            });
    commitAll(List.of(say(ROOM, ALICE, "three")));
    assertThat(texts(ROOM)).containsExactly("one", "three");
  }

  @Test
  void serverOfAnotherTimelineHasAnotherEpoch() {
    commitAll(List.of(say(ROOM, ALICE, "one")));
    String epoch = history().epoch();
    TestPostgres.run(SCHEMA, "UPDATE store SET timeline = '000000FE'");
    TestPostgres.run(SCHEMA, END_CONNECTIONS);

    commitAll(List.of(say(ROOM, ALICE, "two")));

    assertThat(history().epoch()).isNotEqualTo(epoch).isGreaterThan(epoch);
    assertThat(store.changes().newest().number()).isGreaterThan(1_000_000);
    assertThat(texts(ROOM)).containsExactly("one", "two");
  }

  @Test
  void rowsThatTheTablesRefuseFailTheirCommandAlone() {
    TestPostgres.run(
        SCHEMA,
        "ALTER TABLE message ADD CONSTRAINT refused CHECK (client_id <> 'refused') NOT VALID");
    try {
      List<Ledger.Outcome> outcomes =
          ledger()
              .commit(
                  List.of(
                      say(ROOM, ALICE, "one"),
                      say(ROOM, ALICE, "two", new ClientMessageId("refused")),
                      say(new ConversationId("third"), BOB, "three")));

      assertThat(outcomes.get(0)).isInstanceOf(Ledger.Outcome.Done.class);
      assertThat(outcomes.get(1)).isInstanceOf(Ledger.Outcome.Failed.class);
      assertThat(outcomes.get(2)).isInstanceOf(Ledger.Outcome.Done.class);
      assertThat(texts(ROOM)).containsExactly("one");
    } finally {
      TestPostgres.run(SCHEMA, "ALTER TABLE message DROP CONSTRAINT refused");
    }
  }
}
