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

  /** Whether the last line says that it fails. */
  private final AtomicBoolean failing = new AtomicBoolean();

  @Override
  public void ended(Outcome outcome, long nanos) {
    if (outcome == Outcome.UNFIT) {
      warnings.warn("hook_change_unfit", "hook=before_send");
    }
    if (outcome.isFailure()
        && !failing.get()
        && failures.add(System.nanoTime()) > 0
        && failing.compareAndSet(false, true)) {
      LOG.warn("hook_failed hook=before_send cause={}", outcome.name().toLowerCase(Locale.ROOT));
    } else if (outcome.isAnswer() && failing.compareAndSet(true, false)) {
      LOG.info("hook_recovered hook=before_send");
    }
  }
}
