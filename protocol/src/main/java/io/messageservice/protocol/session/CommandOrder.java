package io.messageservice.protocol.session;

import io.messageservice.protocol.incoming.Command.Way;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers of one connection in the order of its commands. Only the event loop's thread
 * may call.
 *
 * <p>Commands that go through a lane overtake nothing there, so many of them may be under way. What
 * is answered elsewhere (an error that the decoder found, a page of history) waits until they are
 * answered, and they wait for it. Joins are answered some time after the lane: they overtake
 * nothing either, and what follows waits for them, but for other joins. So it is with what a hook
 * is asked about before it comes to a lane. What is under way and what waits is bounded: past
 * {@link #MAX_WAITING} a command is not taken. Once the connection is closed there are no answers
 * to keep in order, and lanes keep the order of the rest, once hooks have answered.
 *
 * <p>What is answered makes bytes that the peer has to take. While it is {@link #hold behind},
 * nothing more is begun; a read also waits until the answer of the one before has left.
 */
final class CommandOrder {

  /** The most commands that wait for others of the same connection. */
  static final int MAX_WAITING = 1_024;

  /** The most commands of lanes that are under way. */
  static final int MAX_UNDER_WAY = 1_024;

  /** The most joins that are under way: their answers come close together. */
  static final int MAX_JOINS = 128;

  /** Commands that wait to be started, in order; null while there are none. */
  private @Nullable Deque<Waiting> waiting;

  private int inLanes;
  private int joins;
  private int asked;
  private boolean reading;

  /** Whether the answer of the last read is still being taken. */
  private boolean leaving;

  /** Whether the peer is behind. */
  private boolean behind;

  private boolean closed;

  /**
   * Starts the command, now or when those before it are answered; not where this is closed.
   *
   * @return false where too many wait; the command is not taken then
   */
  boolean take(Way way, Runnable start) {
    if (closed) {
      return true;
    }
    if (waiting == null && mayStart(way)) {
      begin(way, start);
      return true;
    }
    Deque<Waiting> queue = queue();
    return queue.size() < MAX_WAITING && queue.add(new Waiting(way, start));
  }

  /** A command that was started is answered. */
  void answered(Way way) {
    uncount(way);
    if (way != Way.HERE) { // that is answered while it is started, and nothing waits for it
      startWaiting();
    }
  }

  private void uncount(Way way) {
    if (way == Way.LANE) {
      inLanes--;
    } else if (way == Way.JOIN) {
      joins--;
    } else if (way == Way.ASKED) {
      asked--;
    } else if (way == Way.READER || way == Way.FOUND_LANE) {
      reading = false;
    }
  }

  /**
   * A command that is being started, and was refused where it was handed over, is answered in its
   * turn: after those before it, before those behind it. Where this is closed nobody gets it.
   */
  void turnedDown(Way way, Runnable answer) {
    uncount(way);
    if (mayStart(Way.HERE)) {
      answer.run();
    } else if (!closed) {
      queue().addFirst(new Waiting(Way.HERE, answer));
    }
  }

  /** Begins no read until {@link #drained}. */
  void holdReads() {
    leaving = true;
  }

  /** Begins nothing until {@link #drained}. */
  void hold() {
    behind = true;
  }

  /** The peer took all that it was sent. */
  void drained() {
    leaving = false;
    behind = false;
    startWaiting();
  }

  /** Whether everything that was taken is answered. */
  boolean isIdle() {
    return waiting == null && inLanes == 0 && joins == 0 && asked == 0 && !reading;
  }

  /**
   * Nobody awaits answers any more, and nothing more is taken. What waits for a lane was read and
   * is carried out: it starts at once, in order, but for what has to wait for a hook's answer. What
   * is only answered is forgotten.
   */
  void close() {
    closed = true;
    Deque<Waiting> left = queue();
    waiting = null;
    for (Waiting next : left) {
      if (next.way() == Way.JOIN || (waiting == null && isForLane(next) && mayStart(next.way()))) {
        begin(next.way(), next.start());
      } else if (isForLane(next)) {
        queue().add(next);
      }
    }
  }

  private static boolean isForLane(Waiting next) {
    return next.way() != Way.HERE && next.way() != Way.READER;
  }

  private Deque<Waiting> queue() {
    if (waiting == null) {
      waiting = new ArrayDeque<>();
    }
    return waiting;
  }

  private void startWaiting() {
    while (waiting != null) {
      Waiting next = waiting.peek();
      if (next == null) {
        waiting = null;
        return;
      }
      if (!mayStart(next.way())) {
        return;
      }
      waiting.remove();
      begin(next.way(), next.start());
    }
  }

  private boolean mayStart(Way way) {
    if (closed) {
      return asked == 0 || way == Way.ASKED;
    }
    if (reading || behind || inLanes + joins + asked >= MAX_UNDER_WAY) {
      return false;
    }
    return switch (way) {
      case JOIN -> asked == 0 && joins < MAX_JOINS;
      case ASKED -> joins == 0;
      case LANE -> joins == 0 && asked == 0;
      case HERE, FOUND_LANE -> joins == 0 && asked == 0 && inLanes == 0;
      case READER -> joins == 0 && asked == 0 && inLanes == 0 && !leaving;
    };
  }

  private void begin(Way way, Runnable start) {
    if (way == Way.LANE) {
      inLanes++;
    } else if (way == Way.JOIN) {
      joins++;
    } else if (way == Way.ASKED) {
      asked++;
    } else if (way == Way.READER || way == Way.FOUND_LANE) {
      reading = true;
    }
    start.run();
  }

  private record Waiting(Way way, Runnable start) {}
}
