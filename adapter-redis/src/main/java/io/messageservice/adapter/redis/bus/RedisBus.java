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
 * The bus of a cluster that shares a Redis: each node hears one channel of its own, and a table
 * says which nodes watch what. All state belongs to the thread of the {@link Link}.
 */
public final class RedisBus implements ClusterBus, AutoCloseable {

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final BusConfig config;
  private final Link link;
  private final BusEvents events;
  private final InterestRegistry watching;
  private final BusPublisher talking;
  private final DeadNodeCleaner sweeping;

  /** Null until somebody listens. */
  private volatile @Nullable BusReceiver hearing;

  private volatile boolean closed;

  /** Not heard before somebody listens. */
  public RedisBus(Link link, BusConfig config, BusEvents events) {
    this.config = config;
    this.link = link;
    this.events = events;
    RedisInterestTable table = new RedisInterestTable(link.connection(), config.prefix());
    this.watching = new InterestRegistry(config, link, table, this::doubt, events);
    this.sweeping = new DeadNodeCleaner(config, link, table, this::forget, events);
    this.talking = new BusPublisher(config, link, table, sweeping::suspect, events);
  }

  /** Whether what others publish is heard, as far as is known. Any thread may ask. */
  public boolean isProven() {
    BusReceiver listening = hearing;
    return listening != null && listening.isProven();
  }

  @Override
  public void listen(Listener listener) {
    BusReceiver listening = new BusReceiver(config, link, listener, this::restored, events);
    hearing = listening;
    listening.begin();
    link.thread().execute(this::look);
  }

  @Override
  public void publish(List<Signal> signals) {
    if (!closed && !signals.isEmpty()) {
      talking.offer(signals);
    }
  }

  @Override
  public void watch(Collection<Topic> topics, Runnable confirmed) {
    List<Topic> all = List.copyOf(topics);
    link.thread().execute(() -> watching.watch(all, confirmed));
  }

  @Override
  public void unwatch(Collection<Topic> topics) {
    List<Topic> all = List.copyOf(topics);
    link.thread().execute(() -> watching.unwatch(all));
  }

  /**
   * Says and hears nothing more. What the node watches is taken out of the table by the others, as
   * they find it gone.
   */
  @Override
  public void close() {
    closed = true;
    sweeping.end();
  }

  private void look() {
    BusReceiver listening = hearing;
    if (closed || listening == null) {
      return;
    }
    link.after(LOOK, this::look);
    long now = link.nanoTime().getAsLong();
    listening.look(now);
    sweeping.look();
    watching.look(now);
  }

  private void restored() {
    if (!watching.begin()) {
      watching.recover();
    }
  }

  private void forget(String node) {
    talking.forget(node);
  }

  private void doubt() {
    BusReceiver listening = hearing;
    if (listening != null) {
      listening.doubt();
    }
  }
}
