package io.messageservice.application.waiting;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what must happen. Nothing may be concluded from how soon it does. */
public final class Patience {

  /** So long that only a fault exceeds it, also on a machine that is many times slower. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The same in milliseconds, as sockets take it. */
  public static final int MILLIS = (int) PATIENCE.toMillis();

  private static final Duration LOOK = Duration.ofMillis(20);

  private Patience() {}

  /** Begins to wait for a condition. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK);
  }
}
