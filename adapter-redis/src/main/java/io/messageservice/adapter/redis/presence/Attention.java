package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.link.ChannelListener;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.adapter.redis.presence.Board.Head;
import io.messageservice.adapter.redis.presence.Crossed.Telling;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hears what is published of crossings and hands it to the {@link Follower}; notices where nothing
 * is heard any more. Only the thread of the board may call, except where {@link ChannelListener}
 * says otherwise.
 */
final class Attention implements ChannelListener {

  private static final int MAX_BYTES = 1 << 20;

  /** Frames that wait for the thread; what is more is dropped and found by its number. */
  private static final int MAX_WAITING = 1_000;

  /** How often in a row news may be found that were not heard before another connection is made. */
  private static final int MAX_UNHEARD = 3;

  private final Link link;
  private final Follower follower;
  private final PresenceEvents events;
  private final AtomicInteger waiting = new AtomicInteger();
  private boolean failed;
  private int unheard;

  Attention(Link link, Follower follower, PresenceEvents events) {
    this.link = link;
    this.follower = follower;
    this.events = events;
  }

  /** The number told last, to be handed to {@link #stands}. */
  long number() {
    return follower.number();
  }

  /** Whether what happens from now on is told. */
  boolean hasBegun() {
    return follower.hasBegun();
  }

  /** The board stands there; see {@link Follower#stands}. */
  void stands(Head head, long numberBefore) {
    if (follower.stands(head, numberBefore)) {
      unheard++;
    }
    if (failed || unheard >= MAX_UNHEARD) {
      failed = false;
      unheard = 0;
      events.deaf();
      link.subscriber().renew();
    }
  }

  @Override
  public void heard(byte[] frame) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    link.thread()
        .execute(
            () -> {
              waiting.decrementAndGet();
              read(frame);
            });
  }

  @Override
  public void subscribed() {
    link.thread().execute(follower::subscribed);
  }

  @Override
  public void failed(Throwable cause) {
    events.failed(cause);
    link.thread().execute(() -> failed = true);
  }

  private void read(byte[] frame) {
    if (frame.length > MAX_BYTES) {
      events.garbled(frame.length);
      return;
    }
    try {
      Telling telling = Telling.of(frame);
      unheard = 0;
      follower.published(telling);
    } catch (IllegalArgumentException garbage) {
      events.garbled(frame.length);
    }
  }
}
