package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.bus.BusFrames.Frame;
import io.messageservice.adapter.redis.link.Channel;
import io.messageservice.adapter.redis.link.ChannelListener;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.application.port.out.ClusterBus.Listener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What other nodes publish to this one, and the proof that it would be received. Only the thread of
 * the bus may call, except where noted.
 */
final class BusReceiver implements ChannelListener {

  /** Frames that were received and wait for the thread; what is more is dropped. */
  private static final long MAX_WAITING_BYTES = 64 << 20;

  private final BusConfig config;
  private final Link link;
  private final BusEvents events;
  private final Channel channel;
  private final Listener listener;
  private final Runnable restored;

  private final Canary canary = new Canary();
  private final Senders senders = new Senders();
  private final AtomicLong waitingBytes = new AtomicLong();

  /** Whether a canary is being published. */
  private boolean publishing;

  /** Written by the thread of the bus, read by any. */
  private volatile boolean proven;

  /**
   * @param restored runs where the channel is subscribed to, for the first time or again
   */
  BusReceiver(BusConfig config, Link link, Listener listener, Runnable restored, BusEvents events) {
    this.config = config;
    this.link = link;
    this.listener = listener;
    this.restored = restored;
    this.events = events;
    this.channel = config.channelOf(config.node());
  }

  void begin() {
    link.subscriber().subscribe(channel, this);
  }

  /** Whether others are received. Any thread may call. */
  boolean isProven() {
    return proven;
  }

  /** Sends a canary, and looks whether those before it were received. Once a second. */
  void look(long nanoTime) {
    if (canary.isSilent(nanoTime)) {
      if (proven) {
        events.silent();
      }
      link.subscriber().renew();
    }
    proven = canary.isProven();
    publish(nanoTime);
  }

  private void publish(long nanoTime) {
    if (publishing) {
      return;
    }
    publishing = true;
    channel
        .topic(link.redis())
        .publishAsync(BusFrames.write(config.node(), canary.send(nanoTime), List.of()))
        .whenComplete((receivers, fault) -> link.thread().execute(() -> publishing = false));
  }

  /** What is stored is to be compared with what was delivered. */
  void reconcile() {
    events.reconciling();
    listener.reconcile();
  }

  @Override
  public void received(byte[] bytes) {
    if (waitingBytes.addAndGet(bytes.length) > MAX_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes.length);
      return; // the number of the next frame shows it
    }
    link.thread()
        .execute(
            () -> {
              waitingBytes.addAndGet(-bytes.length);
              read(bytes);
            });
  }

  @Override
  public void subscribed() {
    link.thread()
        .execute(
            () -> {
              canary.begin();
              restored.run();
              if (proven) {
                reconcile();
              }
              publish(link.nanoTime().getAsLong());
            });
  }

  @Override
  public void failed(Throwable cause) {
    events.subscriptionFailed(cause);
  }

  private void read(byte[] bytes) {
    Optional<Frame> frame = BusFrames.read(bytes);
    if (frame.isEmpty()) {
      garbled(bytes);
      return;
    }
    Frame read = frame.get();
    if (read.sender().equals(config.node())) {
      receivedBack(read.number());
      return;
    }
    if (!read.whole()) {
      garbled(bytes);
    }
    take(read);
  }

  /** A frame of another version is no reason to look: while nodes are replaced there are many. */
  private void garbled(byte[] bytes) {
    events.garbled(bytes.length);
    if (!BusFrames.isOfAnotherVersion(bytes)) {
      reconcile();
    }
  }

  private void take(Frame frame) {
    Senders.Place place = senders.place(frame.sender(), frame.number());
    if (place == Senders.Place.AGAIN) {
      return;
    }
    if (place == Senders.Place.BEHIND_A_GAP) {
      events.missed(frame.sender());
      reconcile();
    }
    if (!frame.signals().isEmpty()) {
      listener.received(frame.signals());
    }
  }

  private void receivedBack(long number) {
    canary.delayNanos(number, link.nanoTime().getAsLong()).ifPresent(events::returned);
    Canary.News news = canary.received(number);
    proven = canary.isProven();
    if (news == Canary.News.PROVEN) {
      events.proven();
      restored.run();
      reconcile();
    } else if (news == Canary.News.HOLE) {
      reconcile();
    }
  }
}
