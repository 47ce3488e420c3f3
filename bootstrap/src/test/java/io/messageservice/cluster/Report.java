package io.messageservice.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a run, fault by fault. One thread. */
final class Report {

  private static final int SHOWN = 25;

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();

  /**
   * What came of the rounds of one fault.
   *
   * @param rounds how many
   * @param acknowledged messages
   * @param seen pushes and own replies
   * @param connections that clients had to make
   * @param goings how often a speaker seemed to go although all of his devices came back
   * @param longestAnswer milliseconds that a connection waited for an answer
   * @param longestPush milliseconds that a connection waited for what others said
   * @param rest milliseconds from the last mending until everybody knew everything
   */
  record Row(
      int rounds,
      long acknowledged,
      long seen,
      long connections,
      long goings,
      long longestAnswer,
      long longestPush,
      long rest) {

    static final Row NONE = new Row(0, 0, 0, 0, 0, 0, 0, 0);

    Row plus(Row other) {
      return new Row(
          rounds + other.rounds,
          acknowledged + other.acknowledged,
          seen + other.seen,
          connections + other.connections,
          goings + other.goings,
          Math.max(longestAnswer, other.longestAnswer),
          Math.max(longestPush, other.longestPush),
          Math.max(rest, other.rest));
    }

    @Override
    public String toString() {
      return String.format(
          "%,d acknowledged, %,d seen, %d connections, %d seemed to go, longest answer %.1f s,"
              + " longest push %.1f s, at rest after %.1f s",
          acknowledged,
          seen,
          connections,
          goings,
          longestAnswer / 1e3,
          longestPush / 1e3,
          rest / 1e3);
    }

    private String cells() {
      return String.format(
          "%d | %,d | %,d | %,d | %d | %.1f s | %.1f s | %.1f s",
          rounds,
          acknowledged,
          seen,
          connections,
          goings,
          longestAnswer / 1e3,
          longestPush / 1e3,
          rest / 1e3);
    }
  }

  void add(Fault fault, Row row) {
    rows.merge(fault.name(), row, Row::plus);
  }

  void wrong(List<String> more) {
    wrong.addAll(more);
  }

  boolean isGood() {
    return wrong.isEmpty();
  }

  private Row sum() {
    return rows.values().stream().reduce(Row.NONE, Row::plus);
  }

  /**
   * The table and the sums.
   *
   * @param views how many went on after a position, began anew, and in how many epochs
   */
  String text(Stored stored, String views) {
    StringBuilder text = new StringBuilder();
    wrong.stream().limit(SHOWN).forEach(line -> text.append("WRONG: ").append(line).append('\n'));
    text.append(
        """
        | fault | rounds | acknowledged | seen | connections | seemed to go | longest answer | longest push | at rest after |
        |---|---|---|---|---|---|---|---|---|
        """);
    rows.forEach((fault, row) -> line(text, fault, row));
    line(text, "in all", sum());
    return text.append(
            String.format(
                "%n%,d stored; %s; lost %d, doubled %d, out of order %d; %s",
                stored.count(),
                views,
                stored.lost(),
                stored.doubled(),
                stored.disordered(),
                isGood() ? "nothing wrong" : wrong.size() + " things WRONG"))
        .toString();
  }

  private static void line(StringBuilder text, String name, Row row) {
    text.append("| ").append(name).append(" | ").append(row.cells()).append(" |\n");
  }
}
