package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.History;
import java.util.ArrayList;
import java.util.List;

/**
 * Who said the newest messages of a conversation, up to a position, without holes. Immutable.
 *
 * @param to the newest position known
 */
record Speakers(long to, List<Stretch> stretches) {

  /**
   * The most stretches that are kept, the newest ones. At least every second is of somebody else
   * than the reader, whoever that is, so that {@link History#MAX_UNREAD} messages of others are
   * always among them; but where eras meet.
   */
  static final int MAX_STRETCHES = 2 * (History.MAX_UNREAD + 1);

  Speakers {
    int spare = Math.max(0, stretches.size() - MAX_STRETCHES);
    stretches = List.copyOf(stretches.subList(spare, stretches.size()));
  }

  /** Nothing known, up to that position. */
  static Speakers unknown(long to) {
    return new Speakers(to, List.of());
  }

  /** The oldest position known, {@code to + 1} where none is. */
  long from() {
    return stretches.isEmpty() ? to + 1 : stretches.get(0).from();
  }

  /** These and those that follow at once, up to that position. */
  Speakers then(List<Stretch> next, long end) {
    return new Speakers(end, joined(stretches, next));
  }

  /** Those that come at once before these, and these. */
  Speakers after(List<Stretch> before) {
    return new Speakers(to, joined(before, stretches));
  }

  /** These without what comes after that position. */
  Speakers upTo(long seq) {
    if (seq >= to) {
      return this;
    }
    List<Stretch> kept = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (stretch.from() <= seq) {
        kept.add(cut(stretch, Math.min(seq, stretch.to())));
      }
    }
    return new Speakers(seq, kept);
  }

  /** What others said after that position, as far as it is known, up to the most counted. */
  int others(String reader, long afterSeq) {
    long count = 0;
    for (int i = stretches.size() - 1; i >= 0 && count < History.MAX_UNREAD; i--) {
      Stretch stretch = stretches.get(i);
      if (stretch.to() <= afterSeq) {
        break;
      }
      if (!stretch.sender().equals(reader)) {
        count += stretch.to() - Math.max(stretch.from() - 1, afterSeq);
      }
    }
    return (int) Math.min(count, History.MAX_UNREAD);
  }

  private static List<Stretch> joined(List<Stretch> before, List<Stretch> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return before.isEmpty() ? after : before;
    }
    List<Stretch> all = new ArrayList<>(before.size() + after.size());
    all.addAll(before);
    Stretch last = before.get(before.size() - 1);
    Stretch first = after.get(0);
    boolean same = last.sender().equals(first.sender()) && last.era() == first.era();
    if (same) {
      all.set(all.size() - 1, cut(last, first.to()));
    }
    all.addAll(after.subList(same ? 1 : 0, after.size()));
    return all;
  }

  private static Stretch cut(Stretch stretch, long to) {
    return new Stretch(stretch.sender(), stretch.era(), stretch.from(), to);
  }
}
