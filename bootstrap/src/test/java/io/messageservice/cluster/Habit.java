package io.messageservice.cluster;

import java.time.Duration;

/**
 * How a device behaves.
 *
 * @param talks whether it sends
 * @param window how many messages it leaves unanswered at a time; in one room always just one where
 *     this is 1, so that what it said stands there in the order in which it was said
 * @param every how often it says something, where answers do not hold it up
 * @param visits whether it comes and goes
 * @param patience how long a silent connection is taken for alive
 */
record Habit(boolean talks, int window, Duration every, boolean visits, Duration patience) {

  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Has one message unanswered in each room at the most, and leaves a silent node soon. */
  static Habit careful(Duration every) {
    return new Habit(true, 1, every, false, SHORT);
  }

  /** Has several messages on their way. */
  static Habit eager(Duration every) {
    return new Habit(true, 8, every, false, SHORT);
  }

  /** Only hears; keeps a connection on which nothing comes. */
  static Habit patient() {
    return new Habit(false, 0, LONG, false, LONG);
  }

  /** Comes for a while, joins nothing, and goes for a while. */
  static Habit visitor() {
    return new Habit(false, 0, LONG, true, SHORT);
  }

  boolean isCareful() {
    return talks && window == 1;
  }
}
