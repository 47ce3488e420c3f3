package io.messageservice.bootstrap.bench;

/** Times that are due one after another, at a fixed rate from a beginning. One thread. */
final class Timetable {

  private static final double SECOND = 1e9;

  private final long begin;
  private final double rate;
  private long taken;

  /**
   * @param begin in nanoseconds
   * @param rate how many a second; 0 for none
   */
  Timetable(long begin, double rate) {
    this.begin = begin;
    this.rate = rate;
  }

  /** When the next is due. */
  long next() {
    return rate <= 0 ? Long.MAX_VALUE : begin + Math.round((taken + 1) * SECOND / rate);
  }

  /** The same, and goes on to the one after it. */
  long take() {
    long due = next();
    taken++;
    return due;
  }
}
