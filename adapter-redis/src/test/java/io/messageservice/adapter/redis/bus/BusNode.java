package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.link.TestLink;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import io.messageservice.application.waiting.Patience;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node of a test, as far as the bus goes. One thread may call. */
final class BusNode implements AutoCloseable {

  static final Duration ABSENCE = Duration.ofSeconds(2);

  private final TestLink link;
  private final RedisBus bus;
  private final BusRecorder received = new BusRecorder();

  /** Listens, and is proven when this returns. */
  BusNode(RedisServer server, String prefix, String name) {
    this(server, new BusConfig(prefix, name, false, Duration.ZERO, ABSENCE));
  }

  BusNode(RedisServer server, BusConfig config) {
    this(new TestLink(server), config);
  }

  BusNode(TestLink link, BusConfig config) {
    this.link = link;
    bus = new RedisBus(link.link(), config, BusEvents.NONE);
    bus.listen(received);
    awaitProven();
  }

  RedisBus bus() {
    return bus;
  }

  BusRecorder received() {
    return received;
  }

  TestLink link() {
    return link;
  }

  void awaitProven() {
    Patience.await().until(bus::isProven);
  }

  /** Returns when they are watched. */
  void watch(String... conversations) {
    AtomicBoolean confirmed = new AtomicBoolean();
    bus.watch(topics(conversations), () -> confirmed.set(true));
    Patience.await().untilTrue(confirmed);
  }

  void unwatch(String... conversations) {
    bus.unwatch(topics(conversations));
  }

  void publish(String conversation, long seq) {
    bus.publish(List.of(stored(conversation, seq)));
  }

  static Signal stored(String conversation, long seq, String... joined) {
    Message message =
        new Message(
            new MessageId("m" + seq),
            new ConversationId(conversation),
            seq,
            new UserId("ann"),
            MessageContent.of("hello"),
            Instant.ofEpochMilli(seq),
            Optional.empty());
    Set<UserId> users = Stream.of(joined).map(UserId::new).collect(Collectors.toSet());
    return new Signal.OfMessage(new MessageStored(message), 1, users, "epoch");
  }

  static List<Topic> topics(String... conversations) {
    List<Topic> topics = new ArrayList<>();
    for (String each : conversations) {
      topics.add(new Topic.OfConversation(new ConversationId(each)));
    }
    return topics;
  }

  /** Ends without a word. */
  @Override
  public void close() {
    link.close();
  }
}
