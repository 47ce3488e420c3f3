package io.messageservice.load;

import static io.messageservice.load.Waiting.pause;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks all the time whether something is so, and notes when it last became so. Any thread may ask;
 * a thread of its own looks.
 */
final class Watched {

  private static final long STILL_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_MILLIS = 20;

  private final BooleanSupplier question;
  private volatile boolean over;
  private volatile boolean is = true;
  private volatile boolean wasNot;
  private volatile long since = System.nanoTime();

  /** Looks from now on. */
  Watched(BooleanSupplier question) {
    this.question = question;
    Thread thread = new Thread(this::look, "watching");
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    while (!over) {
      boolean now = question.getAsBoolean();
      if (now != is) {
        since = System.nanoTime();
      }
      if (!now) {
        wasNot = true;
      }
      is = now;
      pause(LOOK_MILLIS);
    }
  }

  /** Whether it has been so for a while, and may be taken to stay so. */
  boolean isStill() {
    return is && System.nanoTime() - since > STILL_NANOS;
  }

  void end() {
    over = true;
  }

  /** After how many seconds it last became so; none where it was so all the time. */
  double after(long begin) {
    return wasNot ? Figures.secondsBetween(begin, since) : 0;
  }

  String describe(long begin) {
    return wasNot ? String.format(Locale.ROOT, "%.2f s", after(begin)) : "all the time";
  }
}
