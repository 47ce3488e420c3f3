package io.messageservice.bootstrap.metrics;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * Numbers that one thread counts and any thread reads: no lock, and no write that threads share. A
 * count costs what a plain one does.
 */
final class Counters {

  /** Keeps what another thread counts off the cache lines of this. */
  private static final int PADDING = 16;

  private final AtomicLongArray numbers;

  /** So many numbers for each of several owners, all 0. */
  static List<Counters> each(int owners, int size) {
    return Stream.generate(() -> new Counters(size)).limit(owners).toList();
  }

  /** What all of them counted together. */
  static DoubleSupplier sum(List<Counters> parts, int index) {
    return () -> parts.stream().mapToLong(part -> part.get(index)).sum();
  }

  /** So many numbers, all 0. */
  Counters(int size) {
    this.numbers = new AtomicLongArray(size + 2 * PADDING);
  }

  /** Adds to a number. Only the thread that owns this may call. */
  void add(int index, long more) {
    int at = PADDING + index;
    numbers.setOpaque(at, numbers.getPlain(at) + more);
  }

  /** A number as it is by now. Any thread may call. */
  long get(int index) {
    return numbers.getOpaque(PADDING + index);
  }
}
