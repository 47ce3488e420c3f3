package io.messageservice.bootstrap;

import io.messageservice.application.usecase.Renewal;
import java.time.Duration;

/**
 * Looks every second whether the store has another past, and sends all clients away then: they come
 * back, learn of it and begin anew. Only a store that others run can have one while we do.
 */
final class EpochWatch {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Renewal renewal;
  private final Runnable sendAway;
  private final ServiceLog log;
  private final Threads threads;

  EpochWatch(Renewal renewal, Runnable sendAway, ServiceLog log, Threads threads) {
    this.renewal = renewal;
    this.sendAway = sendAway;
    this.log = log;
    this.threads = threads;
  }

  void begin() {
    threads.after(EVERY, this::look);
  }

  private void look() {
    if (renewal.look(sendAway)) {
      log.epochChanged();
    }
    begin();
  }
}
