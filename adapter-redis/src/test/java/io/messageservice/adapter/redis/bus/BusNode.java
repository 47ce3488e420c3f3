package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.link.TestLink;
import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.EventFrames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A node of a test, as far as the bus goes. One thread may call. */
final class BusNode implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  static final Duration ABSENCE = Duration.ofSeconds(2);

  private final TestLink link;
  private final RedisBus bus;
  private final BusRecorder heard = new BusRecorder();

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
    bus.listen(heard);
    awaitProven();
  }

  RedisBus bus() {
    return bus;
  }

  BusRecorder heard() {
    return heard;
  }

  TestLink link() {
    return link;
  }

  void awaitProven() {
    Awaitility.await().atMost(PATIENCE).until(bus::isProven);
  }

  /** Returns when they are watched. */
  void watch(String... conversations) {
    AtomicBoolean confirmed = new AtomicBoolean();
    bus.watch(topics(conversations), () -> confirmed.set(true));
    Awaitility.await().atMost(PATIENCE).untilTrue(confirmed);
  }

  void unwatch(String... conversations) {
    bus.unwatch(topics(conversations));
  }

  void say(String conversation, long seq) {
    bus.publish(List.of(said(conversation, seq)));
  }

  static Signal said(String conversation, long seq, String... came) {
    ConversationId id = new ConversationId(conversation);
    Event event = new Event.TypingChanged(id, new UserId("ann"), new DisplayName("Ann"), true);
    Set<UserId> users = Stream.of(came).map(UserId::new).collect(Collectors.toSet());
    return new Signal.Said(
        id, seq, 1, Instant.ofEpochMilli(seq), users, new EventFrames().encode(event), "epoch");
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
