package io.messageservice.adapter.redis.bridge;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.domain.conversation.ConversationId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachRedis
class LegacyChannelTest {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String PUSHED =
      "{\"event\":\"newMessage\",\"data\":{\"id\":\"m\",\"content\":\"hi\",\"conversationId\":\"c\"}}";

  private final RedisServer server;
  private final int number = COUNT.incrementAndGet();
  private final String prefix = "legacy-" + number + ":";
  private final String channel = "new-message-" + number;
  private final BridgeNode first;
  private final BridgeNode second;
  private final List<String> dropped = new CopyOnWriteArrayList<>();

  LegacyChannelTest(RedisVersion version) {
    server = RedisServer.shared(version);
    first = new BridgeNode(server, prefix, "first");
    second = new BridgeNode(server, prefix, "second");
    hear(first);
    hear(second);
  }

  private void hear(BridgeNode node) {
    AtomicBoolean subscribed = new AtomicBoolean();
    LegacyChannel unused =
        new LegacyChannel(
            node.subscriber(),
            node.timer(),
            channel,
            node.useCases().announce(),
            new LegacyChannelEvents() {
              @Override
              public void subscribed() {
                subscribed.set(true);
              }

              @Override
              public void dropped(int bytes, String reason) {
                dropped.add(reason);
              }
            });
    await().untilTrue(subscribed);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private void publish(String message) {
    server.ask("PUBLISH", channel, message);
  }

  private void publishMessage() {
    publish(
        "{\"message\":{\"id\":\"m\",\"content\":\"hi\",\"conversationId\":\"c\",\"seq\":4},"
            + "\"participants\":[\"ann\",\"bob\"]}");
  }

  @Test
  void eachNodeTellsTheParticipantsItHasOnceAndNobodyStoresIt() {
    Listener ann = first.connect("ann");
    Listener bobHere = first.connect("bob");
    Listener bobThere = second.connect("bob");
    Listener eve = second.connect("eve");

    publishMessage();

    await()
        .untilAsserted(
            () -> {
              assertThat(ann.received()).containsExactly(PUSHED);
              assertThat(bobHere.received()).containsExactly(PUSHED);
              assertThat(bobThere.received()).containsExactly(PUSHED);
            });
    assertThat(eve.received()).isEmpty();
    assertThat(first.store().history().conversation(new ConversationId("c"))).isEmpty();
  }

  @Test
  void garbageIsDroppedAndTheNextMessageIsHeard() {
    Listener ann = first.connect("ann");

    publish("no JSON");
    publish("{\"message\":{\"a\":\"" + "x".repeat(70_000) + "\"},\"participants\":[\"ann\"]}");
    publishMessage();

    await().untilAsserted(() -> assertThat(ann.received()).hasSize(1));
    await().untilAsserted(() -> assertThat(dropped).hasSize(4)); // on two nodes
    assertThat(ann.received()).containsExactly(PUSHED);
  }

  @Test
  void theChannelIsHeardOnceAgainAfterTheSubscriberWasRenewed() {
    Listener ann = first.connect("ann");

    int before = first.subscribing();
    first.subscriber().renew();
    await().until(() -> first.subscribing() > before);

    await()
        .until(
            () -> {
              publishMessage();
              return !ann.received().isEmpty();
            });
    publish("{\"message\":{\"id\":\"last\"},\"participants\":[\"ann\"]}");
    await().until(() -> ann.received().toString().contains("last"));
    assertThat(ann.received()).filteredOn(frame -> frame.contains("last")).hasSize(1);
  }
}
