package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.ChangeLog.Heads;
import io.messageservice.application.port.out.ChangeLog.Mark;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store promises that allows several writers: each thread has a ledger of its own. */
public abstract class SeveralWritersContract extends StoreContract {

  private static final int CONVERSATIONS = 3;
  private static final int BATCHES = 40;
  private static final int IN_BATCH = 6;

  /** One for each writer, at least two, of an empty store. */
  protected abstract List<Ledger> ledgers();

  protected abstract ChangeLog changes();

  @Override
  protected final Ledger ledger() {
    return ledgers().get(0);
  }

  @Test
  void conversationsOfSeveralWritersHaveAllTheirMessagesOnce() throws Exception {
    Map<ConversationId, Long> found = new HashMap<>();
    Mark mark = changes().end();
    ExecutorService threads = Executors.newFixedThreadPool(ledgers().size());
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < ledgers().size(); writer++) {
        int index = writer;
        writers.add(threads.submit(() -> write(index)));
      }
      while (!writers.stream().allMatch(Future::isDone)) {
        mark = look(mark, found);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    look(mark, found);

    long each = (long) BATCHES * IN_BATCH / CONVERSATIONS;
    assertThat(found).hasSize(CONVERSATIONS * ledgers().size()).containsValue(each);
    assertThat(found.values()).containsOnly(each);
    for (ConversationId id : found.keySet()) {
      List<Message> messages = history().after(id, 0, 1_000, 1 << 20).messages();
      assertThat(messages).hasSize((int) each);
      assertThat(messages.stream().map(Message::id)).doesNotHaveDuplicates();
    }
  }

  private void write(int writer) {
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Decider<String>> some =
          IntStream.range(0, IN_BATCH)
              .mapToObj(number -> say(id(writer, number), ALICE, "text"))
              .toList();
      assertThat(ledgers().get(writer).commit(some))
          .hasSize(IN_BATCH)
          .hasOnlyElementsOfType(Ledger.Outcome.Done.class);
    }
  }

  private static ConversationId id(int writer, int number) {
    return new ConversationId("of-" + writer + "-" + number % CONVERSATIONS);
  }

  /** What a look finds goes on where the last one ended: none is missed or found twice. */
  private Mark look(Mark from, Map<ConversationId, Long> found) {
    Mark end = changes().end();
    Mark reached = from;
    while (!reached.equals(end)) {
      Heads heads = changes().between(reached, end);
      for (Head head : heads.changed()) {
        assertThat(head.after().seq()).isEqualTo(found.getOrDefault(head.conversation(), 0L));
        found.put(head.conversation(), head.end().seq());
      }
      reached = heads.mark();
    }
    return reached;
  }

  @Test
  void eachWriterFindsMessagesOfTheOthersById() {
    Message message = commit(say(ROOM, ALICE, "hello"));
    List<Optional<Message>> answers = new ArrayList<>();
    Decider<String> asking =
        records -> {
          answers.add(records.message(message.id()));
          return Decision.unchanged("asked");
        };

    ledgers().forEach(ledger -> ledger.commit(List.of(asking)));

    assertThat(answers).isNotEmpty().containsOnly(Optional.of(message));
  }
}
