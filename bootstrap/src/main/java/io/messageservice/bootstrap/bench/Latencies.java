package io.messageservice.bootstrap.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Times that are counted one by one, exact to a thousandth. Any thread may record. */
final class Latencies {

  private static final long MOST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  private final Histogram times = new ConcurrentHistogram(MOST_NANOS, DIGITS);

  void record(long nanos) {
    times.recordValue(Math.max(0, Math.min(MOST_NANOS, nanos)));
  }

  /** What was recorded so far. */
  Quantiles quantiles() {
    return new Quantiles(
        times.getTotalCount(),
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(90),
        times.getValueAtPercentile(99),
        times.getValueAtPercentile(99.9),
        times.getMaxValue());
  }

  /** Of how many times which ones are not exceeded by how many of a hundred. In nanoseconds. */
  record Quantiles(long count, long p50, long p90, long p99, long p999, long max) {}
}
