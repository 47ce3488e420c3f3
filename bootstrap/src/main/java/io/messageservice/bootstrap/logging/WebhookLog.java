package io.messageservice.bootstrap.logging;

import io.messageservice.adapter.webhook.WebhookEvents;
import io.messageservice.application.port.out.StoreUnavailable;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when events are not acknowledged first, and when they are again. A receiver that fails now
 * and then has a pair of lines in ten seconds at most.
 */
public class WebhookLog implements WebhookEvents {

  private static final Logger LOG = LoggerFactory.getLogger("io.messageservice.webhook");

  private final Warnings warnings = new Warnings(LOG, System::nanoTime);
  private final Tally failures = new Tally(Duration.ofSeconds(10), System.nanoTime());

  /** Whether the last line says that it fails. */
  private boolean failing;

  @Override
  public void ended(Outcome outcome, int events, long nanos) {
    if (outcome == Outcome.ACKNOWLEDGED && failing) {
      failing = false;
      LOG.info("webhook_recovered");
    } else if (outcome.isFailure() && !failing && failures.add(System.nanoTime()) > 0) {
      failing = true;
      LOG.warn("webhook_failed cause={}", outcome.name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public void givenUp(String id, int events, int attempts) {
    warnings.warn("webhook_given_up", "id=" + id + " events=" + events + " attempts=" + attempts);
  }

  @Override
  public void stopped() {
    LOG.error("webhook_stopped status=410");
  }

  @Override
  public void skipped(String position, OptionalLong changes) {
    LOG.error(
        "webhook_events_lost position={} changes={}",
        position,
        changes.isPresent() ? changes.getAsLong() : "unknown");
  }

  @Override
  public void sending(boolean begins) {
    LOG.info(begins ? "webhook_sending" : "webhook_not_sending");
  }

  @Override
  public void failed(Throwable cause) {
    if (cause instanceof StoreUnavailable) {
      LOG.debug("webhook_log_unreadable cause={}", cause.getClass().getSimpleName());
    } else {
      warnings.warn("webhook_log_unreadable", "cause=" + cause.getClass().getSimpleName());
    }
  }
}
