package io.messageservice.adapter.redis.store.log;

/**
 * Changes of one partition that follow each other, in the one order of all.
 *
 * @param place of the first
 * @param from the number of the first in the partition
 * @param to that of the last
 */
public record Stretch(long place, int partition, long from, long to) {

  /** The place of the last; before {@code place} where there are none. */
  public long end() {
    return place + to - from;
  }

  /** Those whose numbers are not below that one. */
  public Stretch notBefore(long number) {
    long skipped = Math.max(0, Math.min(number, to + 1) - from);
    return new Stretch(place + skipped, partition, from + skipped, to);
  }

  /** Those after a place. */
  public Stretch after(long at) {
    return notBefore(from + at + 1 - place);
  }

  /** So many of the first at most. */
  public Stretch first(long count) {
    return new Stretch(place, partition, from, Math.min(to, from + count - 1));
  }

  /** These, one of the same partition that follows them, and what is between them there. */
  public Stretch through(Stretch later) {
    return new Stretch(place, partition, from, later.to);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return from > to;
  }
}
