package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.SharedStoreContract;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class RedisSharedStoreTest extends SharedStoreContract {

  private final RedisConnection connection;
  private final RedisStore reader;

  RedisSharedStoreTest(RedisVersion version) {
    connection = SharedRedis.connect(version);
    reader = SharedRedis.open(connection, "reader");
  }

  @AfterEach
  void close() {
    connection.close();
  }

  @Override
  protected Ledger ledgerOf(String node) {
    return SharedRedis.open(connection, node).ledger();
  }

  @Override
  protected History history() {
    return reader.history();
  }

  @Test
  void whatWasHeardNeedNotBeFoundOutByWriting() {
    Ledger here = ledger();
    Ledger there = ledgerOf("there");
    Outcome unused = here.commit(List.of(say(ROOM, ALICE, "one"))).get(0);
    Message two = said(there.commit(List.of(say(ROOM, ALICE, "two"))).get(0));
    AtomicInteger decided = new AtomicInteger();
    Decider<String> saying = say(ROOM, ALICE, "three");
    Decider<String> counted =
        records -> {
          decided.incrementAndGet();
          return saying.decide(records);
        };

    long version = history().conversation(ROOM).orElseThrow().accessVersion();
    here.storedElsewhere(ROOM, Position.ofMessages(2), version, two.createdAt());
    assertThat(there.commit(List.of(edit(two, "TWO")))).hasOnlyElementsOfType(Outcome.Done.class);
    here.changedElsewhere(ROOM, new Position(2, 3));
    Message three = said(here.commit(List.of(counted)).get(0));

    assertThat(three.rev()).isEqualTo(4);
    assertThat(decided).hasValue(1);
  }

  @Test
  void commandThatAsksForSomethingElseEachTimeFailsAlone() {
    Decider<String> asking =
        records ->
            Decision.unchanged(
                "never" + IntStream.range(0, 500).filter(i -> isKnown(records, i)).count());
    List<Decider<String>> batch = List.of(say(ROOM, ALICE, "a"), asking, say(ROOM, BOB, "b"));

    List<Outcome> outcomes = ledger().commit(batch);

    assertThat(List.of(said(outcomes.get(0)).seq(), said(outcomes.get(2)).seq()))
        .containsExactly(1L, 2L);
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
    assertThat(ledger().commit(List.of(say(ROOM, ALICE, "c"))))
        .hasOnlyElementsOfType(Outcome.Done.class);
  }

  private static boolean isKnown(Records records, int number) {
    return records.conversation(new ConversationId("room-" + number)).isPresent();
  }

  @Override
  protected ChangeLog changes() {
    return reader.changes();
  }
}
