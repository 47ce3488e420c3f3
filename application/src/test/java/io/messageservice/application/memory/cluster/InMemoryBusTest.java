package io.messageservice.application.memory.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import io.messageservice.application.port.out.cluster.ClusterBusContract;
import io.messageservice.domain.conversation.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class InMemoryBusTest extends ClusterBusContract {

  private static final ConversationId ROOM = new ConversationId("room");

  private final VirtualTime time = new VirtualTime();
  private final BrittleNetwork network = new BrittleNetwork(time, 1);
  private final InMemoryBus bus = new InMemoryBus(network);

  @Override
  protected ClusterBus bus(String node) {
    return bus.busOf(node, time, time);
  }

  @Override
  protected void await(BooleanSupplier condition) {
    time.await(condition);
  }

  /** Counts what it receives. */
  private static final class Counter implements ClusterBus.Listener {
    int received;
    int doubts;

    @Override
    public void received(List<Signal> signals) {
      received += signals.size();
    }

    @Override
    public void reconcile() {
      doubts++;
    }
  }

  private static List<Topic> topics() {
    return List.of(new Topic.OfConversation(ROOM));
  }

  private void say(ClusterBus speaker) {
    speaker.publish(List.of(new Signal.OfAccess(ROOM, 1, Set.of())));
  }

  @Test
  void whoeverIsCutOffIsConfirmedInDoubtAndHearsOnceItCan() {
    Counter counter = new Counter();
    ClusterBus speaker = bus("a");
    ClusterBus watcher = bus("b");
    watcher.listen(counter);
    time.pass(Duration.ofSeconds(3));
    network.cut("b");
    List<String> confirmed = new ArrayList<>();

    watcher.watch(topics(), () -> confirmed.add("confirmed"));
    time.pass(Duration.ofSeconds(1));
    assertThat(confirmed).isEmpty();
    time.pass(Duration.ofSeconds(1));
    assertThat(confirmed).hasSize(1);
    int before = counter.doubts;
    network.mend("b");
    time.pass(Duration.ofSeconds(1));

    assertThat(counter.doubts).isGreaterThan(before);
    say(speaker);
    time.await(() -> counter.received == 1);
    assertThat(confirmed).hasSize(1);
  }

  @Test
  void nobodyDoubtsWhereNothingIsLost() {
    Counter counter = new Counter();
    ClusterBus watcher = bus("b");
    watcher.listen(counter);
    watcher.watch(topics(), () -> {});

    time.pass(Duration.ofMinutes(1));

    assertThat(counter.doubts).isZero();
  }

  @Test
  void lostTableIsDoubtedAndWrittenAnew() {
    Counter counter = new Counter();
    ClusterBus speaker = bus("a");
    ClusterBus watcher = bus("b");
    watcher.listen(counter);
    watcher.watch(topics(), () -> {});
    time.pass(Duration.ofSeconds(1));

    bus.forget();
    say(speaker);
    time.pass(Duration.ofSeconds(1));

    assertThat(counter.received).isZero();
    assertThat(counter.doubts).isEqualTo(1);
    say(speaker);
    time.await(() -> counter.received == 1);
  }
}
