package io.messageservice.bootstrap.metrics;

import io.messageservice.bootstrap.logging.ClusterLog;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens between nodes, beside logging it. */
public final class ClusterMeters extends ClusterLog {

  private final LongAdder doubts;

  /** Only the thread of the bus records. */
  private final Histogram delay;

  /** Nothing counted yet. */
  public ClusterMeters(MetricsRegistry registry) {
    this.doubts = registry.counted(Metric.BUS_DOUBTS);
    this.delay = registry.histograms(Metric.BUS_DELAY, 1).get(0);
  }

  @Override
  public void reconciling() {
    super.reconciling();
    doubts.increment();
  }

  @Override
  public void returned(long nanos) {
    delay.record(nanos);
  }
}
