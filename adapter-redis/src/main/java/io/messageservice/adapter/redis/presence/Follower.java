package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.link.ChannelListener;
import io.messageservice.adapter.redis.link.Link;
import io.messageservice.adapter.redis.presence.Board.Entries;
import io.messageservice.adapter.redis.presence.Board.Head;
import io.messageservice.adapter.redis.presence.Board.Turn;
import io.messageservice.adapter.redis.presence.BoardReader.BoardState;
import io.messageservice.adapter.redis.presence.StoredTransition.Published;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Delivers transitions by their number: the next one at once, one behind a gap after the log was
 * read. Where the log does not reach, or the board is another one, what was delivered is compared
 * with all that is there. Where nothing is received any more another connection is made. Only the
 * thread of the board may call, except where {@link ChannelListener} states otherwise.
 */
final class Follower implements ChannelListener {

  private static final int MAX_BYTES = 1 << 20;

  /** Frames that wait for the thread; what is more is dropped and found by its number. */
  private static final int MAX_WAITING = 1_000;

  /**
   * How often in a row news may be found that were not received before another connection is made.
   */
  private static final int MAX_UNRECEIVED = 3;

  private final Link link;
  private final Board board;
  private final long leaseNanos;
  private final DeliveredPresence delivered;
  private final Runnable begun;
  private final PresenceEvents events;

  /** What was delivered last; null before anything was. */
  private @Nullable Head at;

  /** The highest number on that board that is known. */
  private long highest;

  /** Where the board stood when it was asked last: what happened there must be received by now. */
  private long stood;

  /** The process of Redis that was asked last. */
  private String run = "";

  /** Whether the log or the board is being read. */
  private boolean reading;

  /** Whether something may have been published that was not received. */
  private boolean mayHaveMissed;

  /** Whether the board is to be read as a whole. */
  private boolean compare;

  /** Frames that wait for the thread. Any thread. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Whether the channel could not be subscribed. */
  private boolean failed;

  /** How often in a row there was news that should have been received before. */
  private int unreceived;

  /** Until then users who are not on the board may still register; null where all did. */
  private @Nullable Long settled;

  /**
   * @param begun runs each time that the whole board was read
   */
  Follower(
      PresenceConfig config,
      Link link,
      Board board,
      DeliveredPresence delivered,
      Runnable begun,
      PresenceEvents events) {
    this.link = link;
    this.board = board;
    this.leaseNanos = config.lease().toNanos();
    this.delivered = delivered;
    this.begun = begun;
    this.events = events;
  }

  /** The number delivered last, to be handed to {@link #stands}. */
  long number() {
    return at == null ? 0 : at.number();
  }

  /** Whether it is known who is online, so that what follows is delivered. */
  boolean hasBegun() {
    return at != null;
  }

  @Override
  public void received(byte[] frame) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    link.thread()
        .execute(
            () -> {
              waiting.decrementAndGet();
              published(frame);
            });
  }

  /** What was published until now may have been missed. */
  @Override
  public void subscribed() {
    link.thread()
        .execute(
            () -> {
              mayHaveMissed = true;
              readIfBehind();
            });
  }

  @Override
  public void failed(Throwable cause) {
    events.failed(cause);
    link.thread().execute(() -> failed = true);
  }

  private void published(byte[] frame) {
    if (frame.length > MAX_BYTES) {
      events.garbled(frame.length);
      return;
    }
    try {
      Published published = Published.of(frame);
      unreceived = 0;
      receive(published);
    } catch (IllegalArgumentException garbage) {
      events.garbled(frame.length);
    }
  }

  private void receive(Published published) {
    if (at == null || !published.board().equals(at.board())) {
      return; // the next turn finds out
    }
    for (StoredTransition next : published.transitions()) {
      highest = Math.max(highest, next.number());
      if (!reading && !compare) {
        deliverIfNext(next);
      }
    }
    readIfBehind();
  }

  /**
   * The board stands there. Another process of Redis may have lost transitions that were delivered,
   * and may have given their numbers to others since.
   *
   * @param numberBefore what {@link #number} was before it was asked
   */
  void stands(Turn turn, long numberBefore) {
    compare |= !turn.run().equals(run);
    run = turn.run();
    if (missed(turn.head(), numberBefore)) {
      unreceived++;
    }
    if (failed || unreceived >= MAX_UNRECEIVED) {
      failed = false;
      unreceived = 0;
      events.deaf();
      link.subscriber().renew();
    }
  }

  /** Whether there is something that should have been received. */
  private boolean missed(Head head, long numberBefore) {
    boolean missed = false;
    if (at == null) {
      compare = true;
    } else if (!head.board().equals(at.board())) {
      events.boardLost();
      settled = link.nanoTime().getAsLong() + leaseNanos;
      compare = true;
    } else if (head.number() < numberBefore) {
      compare = true; // a fail-over lost what had been delivered
    } else {
      missed = stood > highest;
      highest = Math.max(highest, stood);
    }
    stood = head.number();
    if (settled != null && link.nanoTime().getAsLong() - settled >= 0) {
      settled = null;
      compare = true;
    }
    readIfBehind();
    return missed;
  }

  private void deliverIfNext(StoredTransition next) {
    Head before = at;
    if (before != null && next.number() == before.number() + 1) {
      at = new Head(before.board(), next.number());
      delivered.deliver(next.transition(), next.lastSeen());
    }
  }

  private void readIfBehind() {
    Head before = at;
    if (reading) {
      return;
    }
    if (compare || before == null) {
      reading = true;
      String asked = run;
      BoardReader.read(board)
          .whenComplete(
              (whole, fault) -> link.thread().execute(() -> compared(asked, whole, fault)));
    } else if (mayHaveMissed || highest > before.number()) {
      reading = true;
      mayHaveMissed = false;
      board
          .read(before)
          .whenComplete((more, fault) -> link.thread().execute(() -> read(more, fault)));
    }
  }

  private void read(@Nullable Entries more, @Nullable Throwable fault) {
    reading = false;
    if (more == null) {
      unread(fault);
      return;
    }
    long before = number();
    more.transitions().forEach(this::deliverIfNext);
    if (number() == before && highest > before) {
      compare = true; // the log does not reach back so far, or is another one
    }
    readIfBehind();
  }

  /**
   * @param asked the process of Redis that was known when the reading began
   */
  private void compared(String asked, @Nullable BoardState whole, @Nullable Throwable fault) {
    reading = false;
    if (whole == null) {
      unread(fault);
      return;
    }
    compare = !asked.equals(run);
    at = whole.head();
    highest = whole.head().number();
    stood = highest;
    int news =
        settled == null
            ? delivered.deliverAll(whole.online())
            : delivered.deliverNew(whole.online());
    events.compared(whole.online().size(), news);
    begun.run();
    readIfBehind();
  }

  /** The next turn tries again. */
  private void unread(@Nullable Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    if (cause != null && !(cause instanceof BoardReader.Overtaken)) {
      events.failed(cause);
    }
  }
}
