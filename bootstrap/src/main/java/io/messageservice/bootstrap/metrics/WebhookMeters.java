package io.messageservice.bootstrap.metrics;

import io.messageservice.bootstrap.logging.WebhookLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts and measures how events are sent, beside logging it. */
public final class WebhookMeters extends WebhookLog {

  private final InstantSource clock;
  private final ByLabel calls;
  private final LongAdder acknowledged;
  private final LongAdder skipped;
  private final Histogram times;
  private volatile boolean open;
  private volatile boolean sends;
  private volatile int unanswered;
  private volatile @Nullable Instant oldest;

  /** Nothing counted yet. */
  public WebhookMeters(MetricsRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.calls = ByLabel.of(registry, Metric.WEBHOOK_CALLS, Outcome.values());
    this.acknowledged = registry.counted(Metric.WEBHOOK_EVENTS, "acknowledged");
    this.skipped = registry.counted(Metric.WEBHOOK_EVENTS, "given_up");
    this.times = registry.histograms(Metric.WEBHOOK, 1).get(0);
    registry.gauge(Metric.WEBHOOK_UNANSWERED, () -> unanswered);
    registry.gauge(Metric.WEBHOOK_LAG, this::lagSeconds);
    registry.gauge(Metric.WEBHOOK_CIRCUIT, () -> open ? 1 : 0);
    registry.gauge(Metric.WEBHOOK_SENDING, () -> sends ? 1 : 0);
  }

  private double lagSeconds() {
    Instant since = oldest;
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1e3);
  }

  @Override
  public void ended(Outcome outcome, int events, long nanos) {
    super.ended(outcome, events, nanos);
    calls.add(outcome);
    times.record(nanos);
    if (outcome == Outcome.ACKNOWLEDGED) {
      acknowledged.add(events);
    }
  }

  @Override
  public void givenUp(String id, int events, int attempts) {
    super.givenUp(id, events, attempts);
    skipped.add(events);
  }

  @Override
  public void circuit(boolean isOpen) {
    open = isOpen;
  }

  @Override
  public void sending(boolean begins) {
    super.sending(begins);
    sends = begins;
  }

  @Override
  public void waiting(int events, Optional<Instant> oldestOne) {
    unanswered = events;
    oldest = oldestOne.orElse(null);
  }
}
