package io.messageservice.bootstrap.metrics;

import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Counts reminders, and measures how late they are. Any thread may call. */
public final class ReminderMeters {

  private final InstantSource clock;
  private final LongAdder stored;
  private volatile int waiting;
  private volatile Supplier<Optional<Instant>> due = Optional::empty;

  /** Nothing counted yet. */
  public ReminderMeters(MetricsRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.stored = registry.counted(Metric.REMINDERS);
    registry.gauge(Metric.REMINDERS_WAITING, () -> waiting);
    registry.gauge(Metric.REMINDER_LAG, this::lagSeconds);
  }

  /**
   * The same, counted.
   *
   * @param remind stores reminders of some users; true where all of it is stored for certain
   */
  public Predicate<Set<UserId>> counting(Predicate<Set<UserId>> remind) {
    return users -> {
      waiting = users.size();
      boolean done = remind.test(users);
      if (done) {
        stored.add(users.size());
        waiting = 0;
      }
      return done;
    };
  }

  /**
   * Measures by that.
   *
   * @param since when users were to be reminded of the oldest message at which nobody has looked;
   *     it may be in the future
   */
  public void measure(Supplier<Optional<Instant>> since) {
    due = since;
  }

  private double lagSeconds() {
    return due.get()
        .map(since -> Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1e3))
        .orElse(0.0);
  }
}
