package io.messageservice.application.fanout;

import io.messageservice.application.event.Event;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many connections each user has on each event loop of this node, so that only those are asked
 * to deliver that have receivers; and which wire formats they use, so that events are encoded for
 * those only. Any thread may call.
 *
 * <p>A connection that opens while messages are on their way must not receive one of them and miss
 * the next, because only the first was handed to its event loop. So each opening has a number, each
 * message carries the number of the last opening that its receivers were looked up by, and a
 * connection receives nothing from before its own opening.
 */
public final class LocalConnections {

  /** Where more take part, every event loop most likely has a receiver: nobody is looked up. */
  private static final int MAX_LOOKED_UP = 64;

  private final int loops;
  private final long all;

  /** Arrays are never changed. */
  private final Map<UserId, int[]> counts = new ConcurrentHashMap<>();

  private final AtomicLong openings = new AtomicLong();

  /** How many connections use each format, without those that none uses. */
  private final Map<WireFormat<?>, Integer> formats = new ConcurrentHashMap<>();

  /**
   * Nobody is connected.
   *
   * @param loops how many event loops there are
   */
  public LocalConnections(int loops) {
    this.loops = loops;
    this.all = loops >= Long.SIZE ? -1L : (1L << loops) - 1;
  }

  /** A connection opens. */
  public Opened opened(Connection connection) {
    count(connection.format(), 1);
    int[] own = counts.merge(connection.user(), one(connection.loop()), LocalConnections::sum);
    return new Opened(Arrays.stream(own).sum(), openings.incrementAndGet());
  }

  /**
   * The opening of a connection.
   *
   * @param connections how many its user has now, on all event loops
   * @param number of the opening; grows
   */
  public record Opened(int connections, long number) {}

  /** The number of the last opening; to be asked before {@link #loopsOf}. */
  long lastOpening() {
    return openings.get();
  }

  /** A connection is closed. */
  public void closed(Connection connection) {
    counts.computeIfPresent(
        connection.user(),
        (id, had) -> {
          int[] left = had.clone();
          left[connection.loop().index()]--;
          return Arrays.stream(left).anyMatch(count -> count > 0) ? left : null;
        });
    count(connection.format(), -1);
  }

  private void count(WireFormat<?> format, int more) {
    formats.merge(format, more, (one, other) -> one + other == 0 ? null : one + other);
  }

  /** The event, encoded for the connections of this node. */
  public OutgoingEvent outgoing(Event event) {
    OutgoingEvent outgoing = new OutgoingEvent(event);
    encode(outgoing);
    return outgoing;
  }

  /** Encodes the event for the connections of this node; before other threads get it. */
  public void encode(OutgoingEvent event) {
    formats.keySet().forEach(event::encode);
  }

  /** Which event loops have a connection of one of them, by bits; those past 63 share the last. */
  long loopsOf(Participants users) {
    if (users.size() > MAX_LOOKED_UP) {
      return all;
    }
    long some = 0;
    for (UserId user : users) {
      some |= loopsOf(user);
      if (some == all) {
        break;
      }
    }
    return some;
  }

  private long loopsOf(UserId user) {
    int[] own = counts.get(user);
    long some = 0;
    for (int loop = 0; own != null && loop < loops; loop++) {
      some |= own[loop] > 0 ? bit(loop) : 0;
    }
    return some;
  }

  /** The bit of an event loop. */
  static long bit(int loop) {
    return 1L << Math.min(loop, Long.SIZE - 1);
  }

  private int[] one(EventLoop loop) {
    int[] first = new int[loops];
    first[loop.index()] = 1;
    return first;
  }

  private static int[] sum(int[] one, int[] other) {
    int[] both = one.clone();
    for (int loop = 0; loop < both.length; loop++) {
      both[loop] += other[loop];
    }
    return both;
  }
}
