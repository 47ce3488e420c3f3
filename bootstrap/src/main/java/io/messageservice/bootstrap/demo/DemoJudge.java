package io.messageservice.bootstrap.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Compares what the sender wrote down with what the receiver wrote down, and knows nothing else.
 * Times are in microseconds since 1970. One thread.
 *
 * <table>
 *   <caption>Lines</caption>
 *   <tr><th>of the sender</th><td>{@code sent NUMBER CONNECTION DUE}, when a message is due;
 *       {@code acked NUMBER SEQ TIME}; {@code withdrawn NUMBER} of one that was due and is never
 *       sent</td></tr>
 *   <tr><th>of the receiver</th><td>{@code received SEQ NUMBER TIME}</td></tr>
 * </table>
 *
 * <p>All other lines are for others. A message that was acknowledged is lost when the receiver has
 * received a later one and not this one, or has it not when all have had the time to arrive. A
 * message is out of order where one with a higher {@code seq} was received before, or a later one
 * of the same connection of the sender.
 */
final class DemoJudge {

  private static final long MOST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;

  private final List<Fate> fates = new ArrayList<>();
  private final Map<Integer, Integer> newestOf = new HashMap<>();
  private final Histogram lateness = new Histogram(MOST_MICROS, DIGITS);
  private final DemoChart chart = new DemoChart();
  private long acknowledged;
  private long withdrawn;
  private long received;
  private long doubled;
  private long outOfOrder;
  private long highestSeq;

  /** What became of one message; 0 stands for not yet. */
  private static final class Fate {
    private final int connection;
    private final long due;
    private long seq;
    private long receivedAt;
    private boolean withdrawn;

    Fate(int connection, long due) {
      this.connection = connection;
      this.due = due;
    }

    boolean isReceived() {
      return receivedAt != 0;
    }

    boolean isWaiting() {
      return receivedAt == 0 && !withdrawn;
    }
  }

  /**
   * How things stand.
   *
   * @param waiting those that were sent and neither received nor lost
   */
  record Counts(
      long sent,
      long acknowledged,
      long received,
      long waiting,
      long lost,
      long doubled,
      long outOfOrder) {

    /** Whether the promise was broken. */
    boolean isBroken() {
      return lost + doubled + outOfOrder > 0;
    }
  }

  /** How many messages came later than a limit, and the longest that one took. */
  record Waited(long messages, long longestMicros) {}

  /** From the time at which a message was due to that at which it was received. */
  record Lateness(long p50Micros, long p99Micros, long worstMicros) {}

  /** A line of the sender; what it sent has to be known before it is received. */
  void readSender(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("sent")) {
      sent(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
    } else if (words[0].equals("acked")) {
      acknowledged(fate(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    } else if (words[0].equals("withdrawn")) {
      fate(words[1]).withdrawn = true;
      withdrawn++;
    }
  }

  /** A line of the receiver. */
  void readReceiver(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("received")) {
      int number = Integer.parseInt(words[2]);
      received(fate(words[2]), number, Long.parseLong(words[1]), Long.parseLong(words[3]));
    }
  }

  private Fate fate(String number) {
    int index = Integer.parseInt(number) - 1;
    if (index < 0 || index >= fates.size()) {
      throw new IllegalStateException("message " + number + " arrived, and nobody has sent it");
    }
    return fates.get(index);
  }

  private void sent(int number, int connection, long due) {
    if (number != fates.size() + 1) {
      throw new IllegalStateException("the sender has left out a number before " + number);
    }
    fates.add(new Fate(connection, due));
    chart.sent(due);
  }

  private void acknowledged(Fate fate, long seq, long at) {
    fate.seq = seq;
    acknowledged++;
    chart.acknowledged(at);
  }

  private void received(Fate fate, int number, long seq, long at) {
    if (fate.isReceived()) {
      doubled++;
      return;
    }
    boolean overtaken = number < newestOf.merge(fate.connection, number, Math::max);
    if (seq <= highestSeq || overtaken) {
      outOfOrder++;
    }
    highestSeq = Math.max(highestSeq, seq);
    received++;
    fate.receivedAt = at;
    long late = Math.max(0, at - fate.due);
    lateness.recordValue(Math.min(MOST_MICROS, late));
    chart.received(at, late);
  }

  /**
   * The counts so far.
   *
   * @param settled whether everything has had the time to arrive: what was acknowledged and is not
   *     there is lost then
   */
  Counts counts(boolean settled) {
    long lost =
        fates.stream()
            .filter(fate -> fate.seq != 0 && !fate.isReceived())
            .filter(fate -> settled || fate.seq < highestSeq)
            .count();
    long sent = fates.size() - withdrawn;
    return new Counts(
        sent, acknowledged, received, sent - received - lost, lost, doubled, outOfOrder);
  }

  /** Whether each message that was sent is acknowledged and received. */
  boolean isComplete() {
    long sent = fates.size() - withdrawn;
    return acknowledged == sent && received == sent;
  }

  /** When the oldest of those was due that are not received; the given time where there is none. */
  long oldestWaiting(long now) {
    return fates.stream()
        .filter(Fate::isWaiting)
        .mapToLong(fate -> fate.due)
        .findFirst()
        .orElse(now);
  }

  /** What came more than so much too late, of what was due in that time; what waits counts too. */
  Waited waited(long from, long to, long limit, long now) {
    long messages = 0;
    long longest = 0;
    for (Fate fate : fates) {
      long late = (fate.isReceived() ? fate.receivedAt : now) - fate.due;
      if (fate.due >= from && fate.due <= to && late > limit && !fate.withdrawn) {
        messages++;
        longest = Math.max(longest, late);
      }
    }
    return new Waited(messages, longest);
  }

  Lateness lateness() {
    return new Lateness(
        lateness.getValueAtPercentile(50),
        lateness.getValueAtPercentile(99),
        lateness.getMaxValue());
  }

  DemoChart chart() {
    return chart;
  }
}
