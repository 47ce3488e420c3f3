package io.messageservice.bootstrap.metrics;

import java.util.Arrays;

/** How often values were how large. One thread records, any thread reads. */
final class Histogram {

  /** The largest value of each bucket but the last, ascending. */
  private final long[] bounds;

  /** Of each bucket, and behind them the sum of all values. */
  private final Counters counts;

  /** Nothing recorded yet. */
  Histogram(long... bounds) {
    this.bounds = bounds.clone();
    this.counts = new Counters(bounds.length + 2);
  }

  /** Only the thread that owns this may call. */
  void record(long value) {
    int found = Arrays.binarySearch(bounds, value);
    counts.add(found < 0 ? -found - 1 : found, 1);
    counts.add(bounds.length + 1, value);
  }

  /** How many values are in the bucket, and in no smaller one. Any thread may call. */
  long count(int bucket) {
    return counts.get(bucket);
  }

  /** The sum of all values. Any thread may call. */
  long sum() {
    return counts.get(bounds.length + 1);
  }
}
