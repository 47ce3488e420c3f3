package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.History;
import java.util.Arrays;
import java.util.List;

/**
 * Who said the newest messages of a conversation, as stretches of one sender each, ascending and
 * without holes between them. Immutable.
 */
final class Speakers {

  /**
   * The most stretches that are kept, the newest ones. At least every second is of somebody else
   * than the reader, whoever that is, so that {@link History#MAX_UNREAD} messages of others are
   * always among them.
   */
  static final int MAX_STRETCHES = 2 * (History.MAX_UNREAD + 1);

  /** Where each stretch begins; the next begins where it ends. */
  private final long[] firsts;

  private final String[] senders;

  /** Where the last stretch ends. */
  private final long to;

  private Speakers(long[] firsts, String[] senders, long to) {
    this.firsts = firsts;
    this.senders = senders;
    this.to = to;
  }

  /** Nothing known, up to that position. */
  static Speakers unknown(long to) {
    return new Speakers(new long[0], new String[0], to);
  }

  /** These senders, of the positions that end with {@code to}. */
  static Speakers of(List<String> senders, long to) {
    long[] firsts = new long[senders.size()];
    String[] changes = new String[senders.size()];
    int count = 0;
    for (int i = 0; i < senders.size(); i++) {
      if (count == 0 || !changes[count - 1].equals(senders.get(i))) {
        firsts[count] = to - senders.size() + 1 + i;
        changes[count] = senders.get(i);
        count++;
      }
    }
    return newest(Arrays.copyOf(firsts, count), Arrays.copyOf(changes, count), to);
  }

  /** The oldest position known, {@code to + 1} where none is. */
  long from() {
    return firsts.length == 0 ? to + 1 : firsts[0];
  }

  /** The newest position known. */
  long to() {
    return to;
  }

  int stretches() {
    return firsts.length;
  }

  /** These and the others, which follow at once. */
  Speakers then(Speakers next) {
    if (firsts.length == 0 || next.firsts.length == 0) {
      return firsts.length == 0 ? next : this;
    }
    int mine = firsts.length;
    int same = senders[mine - 1].equals(next.senders[0]) ? 1 : 0;
    int count = mine + next.firsts.length - same;
    long[] allFirsts = Arrays.copyOf(firsts, count);
    String[] allSenders = Arrays.copyOf(senders, count);
    System.arraycopy(next.firsts, same, allFirsts, mine, count - mine);
    System.arraycopy(next.senders, same, allSenders, mine, count - mine);
    return newest(allFirsts, allSenders, next.to);
  }

  /** These without what comes after that position. */
  Speakers upTo(long seq) {
    if (seq >= to) {
      return this;
    }
    int count = 0;
    while (count < firsts.length && firsts[count] <= seq) {
      count++;
    }
    return new Speakers(Arrays.copyOf(firsts, count), Arrays.copyOf(senders, count), seq);
  }

  /** What others said after that position, as far as it is known, up to the most counted. */
  int others(String reader, long afterSeq) {
    long count = 0;
    long end = to;
    for (int i = firsts.length - 1; i >= 0 && end > afterSeq && count < History.MAX_UNREAD; i--) {
      if (!senders[i].equals(reader)) {
        count += end - Math.max(firsts[i] - 1, afterSeq);
      }
      end = firsts[i] - 1;
    }
    return (int) Math.min(count, History.MAX_UNREAD);
  }

  private static Speakers newest(long[] firsts, String[] senders, long to) {
    int count = firsts.length;
    int left = Math.max(0, count - MAX_STRETCHES);
    return new Speakers(
        Arrays.copyOfRange(firsts, left, count), Arrays.copyOfRange(senders, left, count), to);
  }
}
