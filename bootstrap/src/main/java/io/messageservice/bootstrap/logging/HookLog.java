package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.webhook.BeforeSendEvents;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a hook fails first, and when it works again. One that fails now and then has a pair of
 * lines in ten seconds at most.
 */
public class HookLog implements BeforeSendEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.hook");

  private final Warnings warnings = new Warnings(LOG, System::nanoTime);
  private final Tally failures = new Tally(Duration.ofSeconds(10), System.nanoTime());
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicBoolean logged = new AtomicBoolean();

  @Override
  public void ended(Outcome outcome, long nanos) {
    if (outcome == Outcome.UNFIT) {
      warnings.warn("hook_change_unfit", "hook=before_send");
    }
    if (outcome.isFailure() && failing.compareAndSet(false, true)) {
      failed(outcome);
    } else if (outcome.isAnswer() && failing.compareAndSet(true, false) && logged.get()) {
      logged.set(false);
      LOG.info("hook_recovered hook=before_send");
    }
  }

  private void failed(Outcome outcome) {
    if (failures.add(System.nanoTime()) > 0) {
      logged.set(true);
      LOG.warn("hook_failed hook=before_send cause={}", outcome.name().toLowerCase(Locale.ROOT));
    }
  }
}
