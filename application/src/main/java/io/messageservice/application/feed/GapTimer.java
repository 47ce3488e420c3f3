package io.messageservice.application.feed;

import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How long a feed waits for what is missing before it reads the store: most likely another node is
 * about to publish it, and to wait for one to two ticks costs less than to read. After a wait in
 * vain nothing is waited for, for a while. Only the lane's thread may call.
 */
final class GapTimer {

  private static final Duration TICK = Duration.ofMillis(25);
  private static final Duration IMPATIENCE = Duration.ofMillis(250);

  private final Timer timer;
  private final LongSupplier nanoTime;
  private final LaneTasks lane;
  private final boolean shared;
  private final Consumer<ConversationFeed> read;

  /** Feeds that miss something since the last tick, and since before it. */
  private List<ConversationFeed> fresh = new ArrayList<>();

  private List<ConversationFeed> aged = new ArrayList<>();
  private boolean ticking;
  private long patientAt;

  /**
   * Nothing is missing.
   *
   * @param read reads what the feed misses, where it still does
   */
  GapTimer(FeedEnvironment environment, LaneTasks lane, Consumer<ConversationFeed> read) {
    this.timer = environment.timer();
    this.nanoTime = environment.nanoTime();
    this.lane = lane;
    this.shared = environment.cluster().isShared();
    this.read = read;
    this.patientAt = nanoTime.getAsLong();
  }

  /** The feed misses something, which is read unless it arrives before long. */
  void await(ConversationFeed feed) {
    if (!shared || nanoTime.getAsLong() - patientAt < 0) {
      read.accept(feed);
    } else if (feed.reading().awaitGap()) {
      fresh.add(feed);
      tickOn();
    }
  }

  private void tickOn() {
    if (!ticking) {
      ticking = true;
      timer.after(TICK, () -> lane.soon("gap", fanout -> tick()));
    }
  }

  private void tick() {
    ticking = false;
    List<ConversationFeed> overdue = aged;
    aged = fresh;
    fresh = new ArrayList<>();
    for (ConversationFeed feed : overdue) {
      feed.reading().endAwait();
      if (feed.isIncomplete()) {
        patientAt = nanoTime.getAsLong() + IMPATIENCE.toNanos();
        read.accept(feed);
      }
    }
    if (!aged.isEmpty()) {
      tickOn();
    }
  }
}
