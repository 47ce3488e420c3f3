package io.messageservice.adapter.redis.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A client of Redis that does nothing but hear channels. Any thread may call; only {@link #close}
 * blocks.
 *
 * <p>After a fail-over a client may believe in subscriptions that the server does not have. So the
 * client is one of its own that can be thrown away: {@link #renew} makes another one, which knows
 * nothing of the connections of the last. Whoever listens has to prove that he hears, and to ask
 * for that.
 */
public final class Subscriber implements AutoCloseable {

  private final Supplier<RedissonClient> clients;
  private final Executor mayBlock;

  /** Guarded by this. */
  private final Map<Channel, Ear> ears = new LinkedHashMap<>();

  /** Whether a client is being made. Guarded by this. */
  private boolean making;

  /** Guarded by this. */
  private boolean closed;

  /** Guarded by this. */
  private @Nullable RedissonClient client;

  /**
   * @param clients makes clients, blocking until they are connected, or throws; one connection for
   *     subscriptions is enough
   * @param mayBlock runs the making of clients, one at a time
   */
  public Subscriber(Supplier<RedissonClient> clients, Executor mayBlock) {
    this.clients = clients;
    this.mayBlock = mayBlock;
  }

  /** Begins to hear the channel; the ear is told when it does. Once for each channel. */
  public void hear(Channel channel, Ear ear) {
    RedissonClient ready;
    synchronized (this) {
      ears.put(channel, ear);
      ready = making ? null : client;
    }
    if (ready != null) {
      CompletableFuture<?> unused = subscribe(ready, channel, ear);
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

  /** Hears nothing more. */
  @Override
  public void close() {
    RedissonClient last;
    synchronized (this) {
      closed = true;
      last = client;
      client = null;
    }
    if (last != null) {
      last.shutdown();
    }
  }

  private void make() {
    try {
      RedissonClient made = replace();
      List<CompletableFuture<?>> subscriptions = new ArrayList<>();
      for (Map.Entry<Channel, Ear> each : all().entrySet()) {
        subscriptions.add(subscribe(made, each.getKey(), each.getValue()));
      }
      CompletableFuture<?> unused =
          CompletableFuture.allOf(subscriptions.toArray(CompletableFuture<?>[]::new))
              .whenComplete((done, fault) -> made());
    } catch (RuntimeException unreachable) {
      made();
      all().values().forEach(ear -> ear.failed(unreachable));
    }
  }

  private RedissonClient replace() {
    RedissonClient old;
    synchronized (this) {
      old = client;
      client = null;
    }
    if (old != null) {
      old.shutdown();
    }
    RedissonClient made = clients.get();
    synchronized (this) {
      if (!closed) {
        client = made;
        return made;
      }
    }
    made.shutdown();
    throw new IllegalStateException("closed");
  }

  private synchronized Map<Channel, Ear> all() {
    return new LinkedHashMap<>(ears);
  }

  private void made() {
    synchronized (this) {
      making = false;
    }
  }

  /** The ear may be told twice. */
  private CompletableFuture<?> subscribe(RedissonClient made, Channel channel, Ear ear) {
    RTopic topic = channel.topic(made, ByteArrayCodec.INSTANCE);
    return topic
        .addListenerAsync(byte[].class, (name, frame) -> ear.heard(frame))
        .thenCompose(heard -> topic.addListenerAsync(told(ear)))
        .toCompletableFuture()
        .whenComplete(
            (id, fault) -> {
              if (fault == null) {
                ear.subscribed();
              } else {
                ear.failed(fault);
              }
            });
  }

  private static StatusListener told(Ear ear) {
    return new StatusListener() {
      @Override
      public void onSubscribe(String channel) {
        ear.subscribed();
      }

      @Override
      public void onUnsubscribe(String channel) {
        // it is subscribed again or found out
      }
    };
  }
}
