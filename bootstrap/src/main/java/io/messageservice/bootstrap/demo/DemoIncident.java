package io.messageservice.bootstrap.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One time that something was broken, and what became of it in words. Times are in microseconds.
 * One thread.
 */
final class DemoIncident {

  /** A message that is later than this has waited. */
  static final long LATE_MICROS = 250_000;

  /** What was due shortly before may have been on its way. */
  private static final long BEFORE_MICROS = 500_000;

  /** It is not over before the clients have had the time to notice it. */
  private static final long LEAST_MICROS = 2_000_000;

  private final String mark;
  private final String what;
  private final long at;

  /** The clients that were on a node that was killed. */
  private final List<DemoClients.Connection> moved;

  private boolean over;
  private long end;
  private String text;

  /**
   * @param mark a word or two for the chart
   * @param what a sentence
   */
  DemoIncident(String mark, String what, long at, List<DemoClients.Connection> moved) {
    this.mark = mark;
    this.what = what;
    this.at = at;
    this.moved = moved;
    this.text = what;
  }

  String mark() {
    return mark;
  }

  long at() {
    return at;
  }

  boolean isOver() {
    return over;
  }

  String text() {
    return text;
  }

  /** Looks at it again, unless it is over. */
  void look(DemoJudge judge, DemoClients clients, long now) {
    if (over) {
      return;
    }
    over = now - at > LEAST_MICROS && clients.areConnected() && age(judge, now) < LATE_MICROS;
    end = now;
    text = describe(judge, clients, now);
  }

  /** Another one begins: what follows is that one's. */
  void interrupt(DemoJudge judge, DemoClients clients, long now) {
    if (!over) {
      end = now;
      over = true;
      text = describe(judge, clients, now);
    }
  }

  private static long age(DemoJudge judge, long now) {
    return now - judge.oldestWaiting(now);
  }

  private String describe(DemoJudge judge, DemoClients clients, long now) {
    DemoJudge.Waited waited = judge.waited(at - BEFORE_MICROS, end, LATE_MICROS, now);
    DemoJudge.Counts counts = judge.counts(false);
    String whereabouts = moved.isEmpty() ? "" : " " + clients.whereabouts(moved);
    if (!over) {
      return what + whereabouts + (counts.waiting() > 1 ? " " + waiting(counts, judge, now) : "");
    }
    return what + whereabouts + " " + waited(waited) + " " + promise(counts);
  }

  private static String waiting(DemoJudge.Counts counts, DemoJudge judge, long now) {
    return messages(counts.waiting())
        + (counts.waiting() == 1 ? " waits" : " wait")
        + ", the oldest for "
        + seconds(age(judge, now))
        + ".";
  }

  private static String waited(DemoJudge.Waited waited) {
    if (waited.messages() == 0) {
      return "No message waited longer than a quarter of a second.";
    }
    return messages(waited.messages())
        + " waited, the longest "
        + seconds(waited.longestMicros())
        + ".";
  }

  private static String promise(DemoJudge.Counts counts) {
    return counts.isBroken()
        ? "Lost so far: %d, doubled: %d, out of order: %d."
            .formatted(counts.lost(), counts.doubled(), counts.outOfOrder())
        : "None was lost, doubled or out of order.";
  }

  private static String messages(long count) {
    return count == 1 ? "1 message" : String.format(Locale.ROOT, "%,d messages", count);
  }

  static String seconds(long micros) {
    return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
  }

  /** Names in one phrase: 1, 2 and 3. */
  static String list(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : names.subList(0, last).stream().collect(Collectors.joining(", "))
            + " and "
            + names.get(last);
  }
}
