package io.messageservice.application.feed;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.FeedReads.Beginning;
import io.messageservice.application.feed.Reconciler.Cursor;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Starts the feeds of a cluster's node, many together: other nodes learn that this one is
 * interested, and where each feed begins is read. Only the lane's thread may call.
 */
final class FeedStarts {

  private final FeedEnvironment environment;
  private final ClusterBus bus;
  private final FeedReads reads;
  private final Reconciler reconciler;
  private final Subscribers subscribers;
  private final FeedDelivery delivering;
  private List<ConversationFeed> waiting = new ArrayList<>();

  /** How often the store had another epoch. */
  private int epochs;

  FeedStarts(
      FeedEnvironment environment,
      FeedReads reads,
      Reconciler reconciler,
      Subscribers subscribers,
      FeedDelivery delivering) {
    this.environment = environment;
    this.bus = environment.cluster().bus();
    this.reads = reads;
    this.reconciler = reconciler;
    this.subscribers = subscribers;
    this.delivering = delivering;
  }

  /** The feed is to be started with the next {@link #begin}. */
  void add(ConversationFeed feed) {
    waiting.add(feed);
  }

  /** Starts those that were added. */
  void begin() {
    if (!waiting.isEmpty()) {
      List<ConversationFeed> some = waiting;
      waiting = new ArrayList<>();
      bus.watch(topics(some), reconciler::request); // what was missed until then is found at once
      start(some, subscribers.earliest(reconciler.cursor()));
    }
  }

  /** The store has another epoch: starts all of them again, whose topics are watched. */
  void again(Collection<ConversationFeed> all) {
    epochs++;
    start(List.copyOf(all), reconciler.cursor());
  }

  /** Other nodes need not publish to this one what happens there. */
  void end(Collection<ConversationFeed> some) {
    bus.unwatch(topics(some));
  }

  private void start(List<ConversationFeed> some, Cursor since) {
    reads.beginnings(
        some.stream().map(ConversationFeed::id).toList(),
        since,
        (beginnings, fanout) -> some.forEach(feed -> start(feed, beginnings, fanout)),
        fault -> startLater(some, since, fault));
  }

  private void startLater(List<ConversationFeed> some, Cursor since, Throwable fault) {
    environment.faults().broke("store", fault);
    some.forEach(feed -> feed.failRead(false));
    int epoch = epochs;
    reads.later(
        () -> {
          if (epoch == epochs) { // otherwise they are started again with a cursor of the new one
            start(some, since);
          }
        });
  }

  private void start(
      ConversationFeed feed, Map<ConversationId, Beginning> beginnings, Fanout fanout) {
    if (!feed.isRemoved()) {
      Beginning beginning = beginnings.getOrDefault(feed.id(), Beginning.NOTHING);
      feed.start(beginning.after());
      boolean unused = feed.reading().end(true);
      feed.reaches(beginning.head());
      delivering.advance(feed, fanout);
    }
  }

  private static List<Topic> topics(Collection<ConversationFeed> some) {
    List<Topic> topics = new ArrayList<>(some.size());
    some.forEach(feed -> topics.add(new Topic.OfConversation(feed.id())));
    return topics;
  }
}
