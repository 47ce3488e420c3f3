package io.messageservice.application.memory.cluster;

import io.messageservice.application.port.out.NodeMembership;
import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The board of who is online between nodes of one process, for trials and tests. It stands in the
 * middle of a {@link Network}. Any thread may call.
 */
public final class InMemoryBoard {

  private final Network network;
  private final Duration lease;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  /** Guarded by itself. */
  private final Stays stays;

  /** All that ever began. Guarded by {@link #stays}. */
  private final List<BoardEnd> ends = new ArrayList<>();

  /** When each of them gave its last sign of life. Guarded by {@link #stays}. */
  private final Map<String, Long> signs = new HashMap<>();

  /**
   * Nobody is online.
   *
   * @param lease how long users of a node count as online after its last sign of life
   * @param clock for when users were last seen; it may jump
   * @param nanoTime a monotonic clock, for leases and graces
   */
  public InMemoryBoard(
      Network network, Duration lease, InstantSource clock, LongSupplier nanoTime) {
    this.network = network;
    this.lease = lease;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.stays = new Stays(lease);
  }

  /**
   * The board as one node has it.
   *
   * @param node its name, unlike those of all others that there were
   * @param thread on which the node is told; runs one task at a time, in order
   */
  public PresenceBoard boardOf(String node, Executor thread, Timer timer) {
    BoardEnd end = new BoardEnd(this, new Network.Way(network, node, thread), timer);
    synchronized (stays) {
      ends.add(end);
      signs.put(node, nanoTime.getAsLong());
    }
    return end;
  }

  /** Which nodes live, as that one has it. */
  public NodeMembership membershipOf(String node) {
    return new InMemoryMembership(node, this::names, this::lives);
  }

  private Set<String> names() {
    synchronized (stays) {
      return Set.copyOf(signs.keySet());
    }
  }

  /** Whether a node, by its name, may still live: it gave a sign of life in the last two leases. */
  private boolean lives(String node) {
    synchronized (stays) {
      Long last = signs.get(node);
      return last != null && nanoTime.getAsLong() - last < lease.multipliedBy(2).toNanos();
    }
  }

  /** From one sign of life to the next. */
  Duration period() {
    return lease.dividedBy(3);
  }

  /** What both clocks show now. */
  Moment now() {
    return new Moment(Instant.EPOCH.plusNanos(nanoTime.getAsLong()), clock.instant());
  }

  /**
   * What a node is told when it gives a sign of life.
   *
   * @param lease the one it held or, where that has ended, a fresh one
   * @param news transitions that the node has not been told
   * @param head the number of the last one
   */
  record Answer(long lease, List<BoardTransition> news, long head) {}

  /**
   * Takes a sign of life.
   *
   * @param held its lease; 0 where it has none yet
   * @param told the number of the transition that it was told last; negative where it knows nothing
   */
  Answer answer(String node, long held, long told) {
    return change(
        at -> {
          signs.put(node, nanoTime.getAsLong());
          Instant now = now().steady();
          long next = at.renew(held, now) ? held : at.begin(now);
          return new Answer(next, told < 0 ? at.online() : at.after(told), at.head());
        });
  }

  /** Carries out a change of a node, unless its lease has ended or it was carried out before. */
  void carryOut(long held, long number, Consumer<Stays> change) {
    boolean unused =
        change(
            at -> {
              boolean next = at.isNext(held, number);
              if (next) {
                change.accept(at);
              }
              return next;
            });
  }

  private <T> T change(Step<T> step) {
    T result;
    List<BoardTransition> news;
    List<BoardEnd> all;
    synchronized (stays) {
      long before = stays.head();
      stays.at(now());
      result = step.on(stays);
      stays.at(now());
      news = stays.after(before);
      all = List.copyOf(ends);
    }
    if (!news.isEmpty()) {
      all.forEach(end -> network.carry(Network.MIDDLE, end.name(), () -> end.hears(news)));
    }
    return result;
  }

  /** What is done in one go. */
  private interface Step<T> {
    T on(Stays stays);
  }
}
