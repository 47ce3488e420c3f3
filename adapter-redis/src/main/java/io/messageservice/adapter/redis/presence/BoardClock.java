package io.messageservice.adapter.redis.presence;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the clock of the board shows, as this node reckons by its own monotonic clock from what it
 * was answered: never ahead of the board's clock. Any thread may call.
 */
final class BoardClock {

  private final LongSupplier nanoTime;

  /** From which it is reckoned; null before the board answered. Guarded by this. */
  private @Nullable Shown base;

  BoardClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Shown(String clock, long millis, long atNanos) {

    long millisAt(long nanos) {
      return millis + Duration.ofNanos(nanos - atNanos).toMillis();
    }
  }

  /**
   * What the clock shows at least.
   *
   * @param clock its name; empty where none is known
   */
  record Reckoned(String clock, long millis) {

    private static final Reckoned NOTHING = new Reckoned("", 0);

    boolean isKnown() {
      return !clock.isEmpty();
    }
  }

  /** What it shows now. */
  synchronized Reckoned now() {
    Shown from = base;
    return from == null
        ? Reckoned.NOTHING
        : new Reckoned(from.clock(), from.millisAt(nanoTime.getAsLong()));
  }

  /**
   * The board answered with its time. Where its clock has another name or shows less than was
   * reckoned, it stood still meanwhile.
   *
   * @param asked what was reckoned when it was asked
   */
  synchronized void answered(Reckoned asked, String clock, long millis) {
    long nanos = nanoTime.getAsLong();
    Shown from = base;
    boolean goesOn =
        from != null
            && from.clock().equals(clock)
            && millis >= asked.millis()
            && millis <= from.millisAt(nanos);
    if (!goesOn) {
      base = new Shown(clock, millis, nanos);
    }
  }
}
