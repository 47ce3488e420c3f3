package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.link.Channel;
import io.messageservice.adapter.redis.link.ChannelListener;
import io.messageservice.adapter.redis.link.Subscriber;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.out.Timer;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.service.RelayedMessage;
import java.time.Duration;

/**
 * The channel by which other services had the old gateway push messages: each node passes what it
 * receives on to its own connections. Outside the promise: at most once, never stored, without a
 * position. Nothing is ever published there.
 */
public final class LegacyChannel implements ChannelListener, AutoCloseable {

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Subscriber subscriber;
  private final Timer timer;
  private final Channel channel;
  private final Announce announce;
  private final LegacyChannelEvents events;

  /** Whether the channel is subscribed to, as far as is known. */
  private volatile boolean subscribed;

  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param subscriber is renewed by others where it receives nothing any more
   * @param name of the channel, as it is, without a prefix
   */
  public LegacyChannel(
      Subscriber subscriber,
      Timer timer,
      String name,
      Announce announce,
      LegacyChannelEvents events) {
    this.subscriber = subscriber;
    this.timer = timer;
    this.channel = new Channel(name, false);
    this.announce = announce;
    this.events = events;
    subscriber.subscribe(channel, this);
  }

  /** Passes nothing on any more. */
  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void received(byte[] frame) {
    if (closed) {
      return;
    }
    try {
      RelayedMessage message = RelayedMessage.read(frame);
      announce.announce(message.participants(), message.event());
      events.passedOn(message.participants().size());
    } catch (InvalidFrame invalid) {
      events.dropped(frame.length, invalid.refusal().text());
    }
  }

  @Override
  public void subscribed() {
    subscribed = true;
    events.subscribed();
  }

  @Override
  public void failed(Throwable cause) {
    subscribed = false;
    events.failed(cause);
    timer.after(RETRY, this::again);
  }

  /** Somebody else may have had the subscriber renewed meanwhile. */
  private void again() {
    if (!closed && !subscribed) {
      subscriber.subscribe(channel, this);
    }
  }
}
