package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.link.Link;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bus of a cluster that shares a Redis: each node receives on one channel of its own, and a
 * table lists which nodes watch what. All state belongs to the thread of the {@link Link}.
 */
public final class RedisBus implements ClusterBus, AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final BusConfig config;
  private final Link link;
  private final BusEvents events;
  private final InterestRegistry interest;
  private final BusPublisher publisher;
  private final DeadNodeCleaner cleaner;

  /** Null until somebody listens. */
  private volatile @Nullable BusReceiver receiver;

  private volatile boolean closed;

  /** Receives nothing before somebody listens. */
  public RedisBus(Link link, BusConfig config, BusEvents events) {
    this.config = config;
    this.link = link;
    this.events = events;
    RedisInterestTable table = new RedisInterestTable(link.connection(), config.prefix());
    this.interest = new InterestRegistry(config, link, table, this::reconcile, events);
    this.cleaner = new DeadNodeCleaner(config, link, table, this::forget, events);
    this.publisher = new BusPublisher(config, link, table, cleaner::suspect, events);
  }

  /** Whether what others publish is received, as far as is known. Any thread may ask. */
  public boolean isProven() {
    BusReceiver listening = receiver;
    return listening != null && listening.isProven();
  }

  @Override
  public void listen(Listener listener) {
    BusReceiver listening = new BusReceiver(config, link, listener, this::restored, events);
    receiver = listening;
    listening.begin();
    link.thread().execute(this::look);
  }

  @Override
  public void publish(List<Signal> signals) {
    if (!closed && !signals.isEmpty()) {
      publisher.offer(signals);
    }
  }

  @Override
  public void watch(Collection<Topic> topics, Runnable confirmed) {
    List<Topic> all = List.copyOf(topics);
    link.thread().execute(() -> interest.watch(all, confirmed));
  }

  @Override
  public void unwatch(Collection<Topic> topics) {
    List<Topic> all = List.copyOf(topics);
    link.thread().execute(() -> interest.unwatch(all));
  }

  /**
   * Publishes and receives nothing more. What the node watches is taken out of the table by the
   * others, as they find it dead.
   */
  @Override
  public void close() {
    closed = true;
    cleaner.end();
  }

  private void look() {
    BusReceiver listening = receiver;
    if (closed || listening == null) {
      return;
    }
    link.after(LOOK, this::look);
    long now = link.nanoTime().getAsLong();
    listening.look(now);
    cleaner.look();
    interest.look(now);
  }

  private void restored() {
    if (!interest.begin()) {
      interest.recover();
    }
  }

  private void forget(String node) {
    publisher.forget(node);
  }

  private void reconcile() {
    BusReceiver listening = receiver;
    if (listening != null) {
      listening.reconcile();
    }
  }
}
