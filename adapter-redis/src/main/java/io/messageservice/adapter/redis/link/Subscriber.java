package io.messageservice.adapter.redis.link;

import io.messageservice.adapter.redis.RedisConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RTopic;
import org.redisson.api.listener.StatusListener;

/**
 * A client of Redis that does nothing but subscribe to channels. Any thread may call; only {@link
 * #close} blocks.
 *
 * <p>After a fail-over a client may believe in subscriptions that the server does not have. So the
 * client is one of its own that can be thrown away: {@link #renew} makes another one, which knows
 * nothing of the connections of the last. A listener has to prove that it receives, and to ask for
 * that.
 */
public final class Subscriber implements AutoCloseable {

  private final Supplier<RedisConnection> connections;
  private final Executor mayBlock;

  /** Guarded by this. */
  private final Map<Channel, ChannelListener> listeners = new LinkedHashMap<>();

  /** Whether a client is being made. Guarded by this. */
  private boolean making;

  /** Guarded by this. */
  private boolean closed;

  /** Guarded by this. */
  private @Nullable RedisConnection connection;

  /**
   * @param connections makes one, blocking until it is there, or throws
   * @param mayBlock runs the making of clients, one at a time
   */
  public Subscriber(Supplier<RedisConnection> connections, Executor mayBlock) {
    this.connections = connections;
    this.mayBlock = mayBlock;
  }

  /** Subscribes to the channel; the listener is notified when done. Once for each channel. */
  public void subscribe(Channel channel, ChannelListener listener) {
    RedisConnection ready;
    synchronized (this) {
      listeners.put(channel, listener);
      ready = making ? null : connection;
    }
    if (ready != null) {
      CompletableFuture<?> unused = subscribe(ready, channel, listener);
    } else {
      renew();
    }
  }

  /**
   * Throws the connection away and makes another one for all channels. Does nothing while one is
   * being made.
   */
  public void renew() {
    synchronized (this) {
      if (making || closed) {
        return;
      }
      making = true;
    }
    mayBlock.execute(this::make);
  }

  /** Receives nothing more. */
  @Override
  public void close() {
    RedisConnection last;
    synchronized (this) {
      closed = true;
      last = connection;
      connection = null;
    }
    if (last != null) {
      last.close();
    }
  }

  private void make() {
    try {
      RedisConnection made = replace();
      List<CompletableFuture<?>> subscriptions = new ArrayList<>();
      Map<Channel, ChannelListener> known = all();
      known.forEach((channel, listener) -> subscriptions.add(subscribe(made, channel, listener)));
      CompletableFuture<?> unused =
          CompletableFuture.allOf(subscriptions.toArray(CompletableFuture<?>[]::new))
              .whenComplete((done, fault) -> made(made, known));
    } catch (RuntimeException unreachable) {
      made(null, Map.of());
      all().values().forEach(listener -> listener.failed(unreachable));
    }
  }

  private RedisConnection replace() {
    RedisConnection old;
    synchronized (this) {
      old = connection;
      connection = null;
    }
    if (old != null) {
      old.close();
    }
    RedisConnection made = connections.get();
    synchronized (this) {
      if (!closed) {
        connection = made;
        return made;
      }
    }
    made.close();
    throw new IllegalStateException("closed");
  }

  private synchronized Map<Channel, ChannelListener> all() {
    return new LinkedHashMap<>(listeners);
  }

  /** Subscribes to channels that were added meanwhile. */
  private void made(@Nullable RedisConnection made, Map<Channel, ChannelListener> known) {
    Map<Channel, ChannelListener> more;
    synchronized (this) {
      making = false;
      more = all();
    }
    if (made != null) {
      more.keySet().removeAll(known.keySet());
      more.forEach(
          (channel, listener) -> {
            CompletableFuture<?> unused = subscribe(made, channel, listener);
          });
    }
  }

  /** The listener may be notified twice. */
  private CompletableFuture<?> subscribe(
      RedisConnection made, Channel channel, ChannelListener listener) {
    RTopic topic = channel.topic(made.client());
    return topic
        .addListenerAsync(byte[].class, (name, frame) -> listener.received(frame))
        .thenCompose(id -> topic.addListenerAsync(status(listener)))
        .toCompletableFuture()
        .whenComplete(
            (statusId, fault) -> {
              if (fault == null) {
                listener.subscribed();
              } else {
                listener.failed(fault);
              }
            });
  }

  private static StatusListener status(ChannelListener listener) {
    return new StatusListener() {
      @Override
      public void onSubscribe(String channel) {
        listener.subscribed();
      }

      @Override
      public void onUnsubscribe(String channel) {
        // it is subscribed again or found out
      }
    };
  }
}
