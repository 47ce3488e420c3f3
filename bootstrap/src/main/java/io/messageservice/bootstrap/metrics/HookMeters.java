package io.messageservice.bootstrap.metrics;

import io.messageservice.bootstrap.logging.HookLog;

/** Counts and measures what hooks answer, beside logging it. */
public final class HookMeters extends HookLog {

  private final ByLabel calls;
  private final Histogram times;
  private volatile boolean open;

  /** Nothing counted yet. */
  public HookMeters(MetricsRegistry registry) {
    this.calls = ByLabel.of(registry, Metric.HOOK_CALLS, Outcome.values());
    this.times = registry.histograms(Metric.HOOK, 1).get(0);
    registry.gauge(Metric.HOOK_CIRCUIT, () -> open ? 1 : 0);
  }

  @Override
  public void ended(Outcome outcome, long nanos) {
    super.ended(outcome, nanos);
    calls.add(outcome);
    if (outcome != Outcome.OVERLOADED && outcome != Outcome.CIRCUIT_OPEN) {
      synchronized (times) { // several threads end calls
        times.record(nanos);
      }
    }
  }

  @Override
  public void circuit(boolean isOpen) {
    open = isOpen;
  }
}
