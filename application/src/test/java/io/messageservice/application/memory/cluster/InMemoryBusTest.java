package io.messageservice.application.memory.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.ClusterBusContract;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
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
  protected Encoded encoded(TypingChanged event) {
    return () -> event.user().value().length();
  }

  @Override
  protected void await(BooleanSupplier condition) {
    time.await(condition);
  }

  /** Counts what it hears. */
  private static final class Ears implements ClusterBus.Listener {
    int heard;
    int doubts;

    @Override
    public void heard(List<Signal> signals) {
      heard += signals.size();
    }

    @Override
    public void doubt() {
      doubts++;
    }
  }

  private static List<Topic> topics() {
    return List.of(new Topic.OfConversation(ROOM));
  }

  private void say(ClusterBus speaker) {
    speaker.publish(List.of(new Signal.AccessChanged(ROOM, 1, Set.of())));
  }

  @Test
  void whoeverIsCutOffIsConfirmedInDoubtAndHearsOnceItCan() {
    Ears ears = new Ears();
    ClusterBus speaker = bus("a");
    ClusterBus watcher = bus("b");
    watcher.listen(ears);
    time.pass(Duration.ofSeconds(3));
    network.cut("b");
    List<String> confirmed = new ArrayList<>();

    watcher.watch(topics(), () -> confirmed.add("confirmed"));
    time.pass(Duration.ofSeconds(1));
    assertThat(confirmed).isEmpty();
    time.pass(Duration.ofSeconds(1));
    assertThat(confirmed).hasSize(1);
    int before = ears.doubts;
    network.mend("b");
    time.pass(Duration.ofSeconds(1));

    assertThat(ears.doubts).isGreaterThan(before);
    say(speaker);
    time.await(() -> ears.heard == 1);
    assertThat(confirmed).hasSize(1);
  }

  @Test
  void nobodyDoubtsWhereNothingIsLost() {
    Ears ears = new Ears();
    ClusterBus watcher = bus("b");
    watcher.listen(ears);
    watcher.watch(topics(), () -> {});

    time.pass(Duration.ofMinutes(1));

    assertThat(ears.doubts).isZero();
  }

  @Test
  void lostTableIsDoubtedAndWrittenAnew() {
    Ears ears = new Ears();
    ClusterBus speaker = bus("a");
    ClusterBus watcher = bus("b");
    watcher.listen(ears);
    watcher.watch(topics(), () -> {});
    time.pass(Duration.ofSeconds(1));

    bus.forget();
    say(speaker);
    time.pass(Duration.ofSeconds(1));

    assertThat(ears.heard).isZero();
    assertThat(ears.doubts).isEqualTo(1);
    say(speaker);
    time.await(() -> ears.heard == 1);
  }
}
