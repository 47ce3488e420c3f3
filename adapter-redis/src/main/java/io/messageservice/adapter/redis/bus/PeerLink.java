package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.link.Channel;
import io.messageservice.adapter.redis.link.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way to one other node. One frame is under way at a time, so that the order is kept; what
 * comes meanwhile goes with the next. Only the thread of the bus may call.
 *
 * <p>Frames are numbered. Where one is lost or left out, the receiver finds it by the next one.
 */
final class PeerLink {

  /** What waits for one node; what is more is left out. */
  static final int MAX_WAITING_BYTES = 16 << 20;

  /** A frame is closed once it has as much, so that nobody is busy with one for long. */
  private static final int FRAME_BYTES = 256 << 10;

  /** With what waits before it, no longer than a frame may be. */
  private static final int MAX_SIGNAL_BYTES = BusFrames.MAX_BYTES - 2 * FRAME_BYTES;

  private final String self;
  private final Channel channel;
  private final Link link;
  private final Runnable unreceived;
  private final BusEvents events;

  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean underWay;
  private long number;

  /**
   * With nothing sent yet.
   *
   * @param unreceived runs where nobody has subscribed to the channel, as far as Redis knows
   */
  PeerLink(BusConfig config, Link link, String node, Runnable unreceived, BusEvents events) {
    this.self = config.node();
    this.channel = config.channelOf(node);
    this.link = link;
    this.unreceived = unreceived;
    this.events = events;
  }

  /**
   * Sends the signal with the next frame.
   *
   * @return whether there is room for it, and it is not too long
   */
  boolean add(byte[] signal) {
    if (signal.length > MAX_SIGNAL_BYTES || waitingBytes + signal.length > MAX_WAITING_BYTES) {
      leaveOut();
      return false;
    }
    waiting.add(signal);
    waitingBytes += signal.length;
    return true;
  }

  /** Something was not sent: the receiver is to find it. */
  void leaveOut() {
    number++;
  }

  /** Sends a frame, if there is something to send and none is under way. */
  void flush() {
    next().ifPresent(post -> post.publish(link.redis()));
  }

  /** A frame that is to be published now, if there is something to send and none is under way. */
  Optional<Post> next() {
    if (underWay || waiting.isEmpty()) {
      return Optional.empty();
    }
    underWay = true;
    Post post = new Post(channel, BusFrames.write(self, ++number, take()));
    post.receivers()
        .whenComplete((receivers, fault) -> link.thread().execute(() -> sent(receivers, fault)));
    return Optional.of(post);
  }

  private List<byte[]> take() {
    List<byte[]> taken = new ArrayList<>();
    int bytes = 0;
    while (!waiting.isEmpty() && bytes < FRAME_BYTES) {
      byte[] next = waiting.remove();
      bytes += next.length;
      taken.add(next);
    }
    waitingBytes -= bytes;
    return taken;
  }

  private void sent(@Nullable Long receivers, @Nullable Throwable fault) {
    underWay = false;
    if (fault != null) {
      events.failed(fault);
    } else if (receivers != null && receivers == 0) {
      unreceived.run();
    }
    flush();
  }
}
