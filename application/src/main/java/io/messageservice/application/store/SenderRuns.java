package io.messageservice.application.store;

import io.messageservice.application.port.out.History;
import java.util.Arrays;
import java.util.List;

/**
 * Who sent the newest messages of a conversation, as runs of one sender each, ascending and without
 * holes between them. Immutable.
 */
public final class SenderRuns {

  /** Stands for the sender of a message of the system, which nobody has unread. */
  public static final String NOBODY = "";

  /**
   * The most runs that are kept, the newest ones. Of those of users at least every second is of
   * somebody else than the reader, so that {@link History#MAX_UNREAD} messages of others are always
   * among them, and as many that are deleted; where more are of the system, what is older is read
   * each time.
   */
  static final int MAX_RUNS = 4 * (History.MAX_UNREAD + 1);

  /** Where each run begins; the next begins where it ends. */
  private final long[] firsts;

  private final String[] senders;

  /** Where the last run ends. */
  private final long to;

  private SenderRuns(long[] firsts, String[] senders, long to) {
    this.firsts = firsts;
    this.senders = senders;
    this.to = to;
  }

  /** Nothing known, up to that position. */
  static SenderRuns unknown(long to) {
    return new SenderRuns(new long[0], new String[0], to);
  }

  /** These senders, of the positions that end with {@code to}. */
  public static SenderRuns of(List<String> senders, long to) {
    Collector collector = new Collector(to - senders.size() + 1);
    senders.forEach(sender -> collector.add(sender, 1));
    return collector.runs();
  }

  /** The oldest position known, {@code to + 1} where none is. */
  long from() {
    return firsts.length == 0 ? to + 1 : firsts[0];
  }

  /** The newest position known. */
  long to() {
    return to;
  }

  /** How many runs there are. */
  int count() {
    return firsts.length;
  }

  /** These and the others, which follow at once. */
  SenderRuns then(SenderRuns next) {
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
    return new SenderRuns(allFirsts, allSenders, next.to);
  }

  /** As many of the newest as are kept. */
  SenderRuns newest() {
    int count = firsts.length;
    int left = Math.max(0, count - MAX_RUNS);
    return left == 0
        ? this
        : new SenderRuns(
            Arrays.copyOfRange(firsts, left, count), Arrays.copyOfRange(senders, left, count), to);
  }

  /** These without what comes after that position. */
  SenderRuns upTo(long seq) {
    if (seq >= to) {
      return this;
    }
    int count = 0;
    while (count < firsts.length && firsts[count] <= seq) {
      count++;
    }
    return new SenderRuns(Arrays.copyOf(firsts, count), Arrays.copyOf(senders, count), seq);
  }

  /** How much others sent after that position, as far as it is known, up to that many. */
  long others(String reader, long afterSeq, long most) {
    long count = 0;
    long end = to;
    for (int i = firsts.length - 1; i >= 0 && end > afterSeq && count < most; i--) {
      if (!senders[i].equals(reader) && !senders[i].equals(NOBODY)) {
        count += end - Math.max(firsts[i] - 1, afterSeq);
      }
      end = firsts[i] - 1;
    }
    return Math.min(count, most);
  }

  /** Collects runs in the order of their positions. Confined to one thread. */
  public static final class Collector {

    private long[] firsts = new long[16];
    private String[] senders = new String[16];
    private int count;
    private long next;

    /** Begins with the message at that position. */
    public Collector(long first) {
      this.next = first;
    }

    /** The next messages are of that sender. */
    public void add(String sender, long messages) {
      if (count == 0 || !senders[count - 1].equals(sender)) {
        if (count == firsts.length) {
          firsts = Arrays.copyOf(firsts, 2 * count);
          senders = Arrays.copyOf(senders, 2 * count);
        }
        firsts[count] = next;
        senders[count] = sender;
        count++;
      }
      next += messages;
    }

    /** All that was added. */
    public SenderRuns runs() {
      return new SenderRuns(Arrays.copyOf(firsts, count), Arrays.copyOf(senders, count), next - 1);
    }
  }
}
