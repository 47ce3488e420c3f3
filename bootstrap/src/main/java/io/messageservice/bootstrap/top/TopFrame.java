package io.messageservice.bootstrap.top;

import io.messageservice.bootstrap.figure.FigureText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is on the screen at one moment. */
final class TopFrame {

  /** Of a list only the largest are shown. */
  private static final int MOST = 6;

  private static final List<String> TIMES =
      List.of(
          "delivery_seconds",
          "commit_seconds",
          "event_loop_lag_seconds",
          "bus_delay_seconds",
          "hook_seconds",
          "webhook_seconds");

  private final TopSample sample;
  private final List<String> lines = new ArrayList<>();

  private TopFrame(TopSample sample) {
    this.sample = sample;
  }

  /**
   * The lines of the screen.
   *
   * @param node where the figures are from
   */
  static List<String> lines(String node, TopSample sample) {
    TopFrame frame = new TopFrame(sample);
    frame.heading(node);
    frame.state();
    frame.rates();
    frame.times();
    frame.stored();
    frame.webhooks();
    frame.refusals();
    return List.copyOf(frame.lines);
  }

  private void heading(String node) {
    boolean ready = sample.gauge("ready") > 0;
    lines.add(
        node
            + "  "
            + (ready ? "ready" : "NOT READY")
            + "  up "
            + time(sample.own("process_uptime_seconds")));
  }

  private static String time(double seconds) {
    long all = (long) seconds;
    return all < 3_600
        ? "%d min %02d s".formatted(all / 60, all % 60)
        : "%d h %02d min".formatted(all / 3_600, all / 60 % 60);
  }

  private void state() {
    section(
        "now",
        new TopTable(Set.of(0, 2))
            .row("connections", number("connections"), "users online", number("users_online"))
            .row("feeds", number("feeds"), "quarantined", number("feeds_quarantined"))
            .row(
                "lane commands",
                number("lane_commands"),
                "unanswered",
                number("unanswered_commands"))
            .row("CPU", percent(), "descriptors", descriptors())
            .row("heap", heap(), "held for clients", held()));
    section("held", sizes(sample.gauges("memory_bytes", "holder")));
  }

  private String number(String stem) {
    return FigureText.count(Math.round(sample.gauge(stem)));
  }

  /** Of one processor. */
  private String percent() {
    return FigureText.number(sample.ownRate("process_cpu_time_ns_total") / 1e7) + " %";
  }

  private String descriptors() {
    return FigureText.count(Math.round(sample.own("process_files_open_files")))
        + " of "
        + FigureText.count(Math.round(sample.own("process_files_max_files")));
  }

  private String heap() {
    double used = sample.now().by("jvm_memory_used_bytes", "area").getOrDefault("heap", 0.0);
    return FigureText.bytes(Math.round(used));
  }

  private String held() {
    return FigureText.bytes(Math.round(sample.gauge("memory_bytes")))
        + " of "
        + FigureText.bytes(Math.round(sample.gauge("memory_limit_bytes")));
  }

  private static TopTable sizes(Map<String, Double> bytes) {
    TopTable table = new TopTable();
    largest(bytes)
        .forEach(each -> table.row(each.getKey(), FigureText.bytes(Math.round(each.getValue()))));
    return table;
  }

  private void rates() {
    TopTable table = new TopTable();
    add(table, "handshakes", sample.rate("handshakes"));
    add(table, "closed", sample.rate("connections_closed"));
    add(table, "requests", sample.rate("requests"));
    largest(sample.rates("commands", "event"))
        .forEach(each -> add(table, "command " + each.getKey(), each.getValue()));
    largest(sample.rates("deliveries", "kind"))
        .forEach(each -> add(table, "delivery " + each.getKey(), each.getValue()));
    table.row("received", FigureText.bytes(Math.round(sample.rate("received_bytes"))));
    table.row("sent", FigureText.bytes(Math.round(sample.rate("sent_bytes"))));
    add(table, "frames dropped", sample.rate("frames_dropped"));
    add(table, "lagged", sample.rate("lagged"));
    add(table, "replays", sample.rate("replays"));
    add(table, "reads of feeds", sample.rate("feed_reads"));
    section("a second", table);
  }

  private static void add(TopTable table, String what, double rate) {
    table.row(what, FigureText.number(rate));
  }

  private void times() {
    TopTable table = new TopTable().row("", "a second", "p50 ≤", "p99 ≤");
    for (String stem : TIMES) {
      if (sample.quantile(stem, 1).isPresent()) {
        table.row(
            stem.replace("_seconds", "").replace('_', ' '),
            FigureText.number(sample.observed(stem)),
            millis(sample.quantile(stem, 0.5)),
            millis(sample.quantile(stem, 0.99)));
      }
    }
    if (sample.quantile("batch_commands", 1).isPresent()) {
      table.row(
          "commands in a batch",
          "",
          FigureText.number(sample.quantile("batch_commands", 0.5).orElse(0)),
          FigureText.number(sample.quantile("batch_commands", 0.99).orElse(0)));
    }
    section("times", table);
  }

  private static String millis(OptionalDouble seconds) {
    double most = seconds.orElse(0);
    return Double.isInfinite(most) ? "> 10 s" : FigureText.millis(Math.round(most * 1e9));
  }

  private void stored() {
    section("store", sizes(sample.gauges("store_bytes", "file")));
  }

  private void webhooks() {
    TopTable table = new TopTable();
    Map<String, Double> calls = sample.totals("webhook_calls", "outcome");
    calls.values().removeIf(count -> count == 0);
    if (sample.gauge("webhook_sending") > 0 || !calls.isEmpty()) {
      table
          .row("sends", sample.gauge("webhook_sending") > 0 ? "yes" : "no")
          .row("unanswered events", number("webhook_unanswered_events"))
          .row("behind", FigureText.number(sample.gauge("webhook_lag_seconds")) + " s")
          .row("circuit", sample.gauge("webhook_circuit_open") > 0 ? "OPEN" : "closed");
      calls.forEach((outcome, count) -> table.row("calls " + outcome, whole(count)));
    }
    section("webhook", table);
  }

  /** The most frequent first; those that never happened are left out. */
  private void refusals() {
    Map<String, double[]> all = new TreeMap<>();
    refused(all, "handshake", "handshakes", "outcome");
    refused(all, "request", "requests_refused", "status");
    refused(all, "command", "commands", "outcome");
    refused(all, "closed", "connections_closed", "cause");
    all.remove("handshake accepted");
    all.remove("command ok");
    all.keySet().removeIf(what -> what.startsWith("closed ") && isUsual(what.substring(7)));
    one(all, "faults");
    one(all, "bus_doubts");
    one(all, "sockets_ended");
    TopTable table = new TopTable();
    all.entrySet().stream()
        .filter(each -> each.getValue()[1] > 0)
        .sorted(
            Comparator.<Map.Entry<String, double[]>>comparingDouble(each -> -each.getValue()[0])
                .thenComparingDouble(each -> -each.getValue()[1])
                .thenComparing(Map.Entry::getKey))
        .limit(2 * MOST)
        .forEach(
            each ->
                table.row(
                    each.getKey(),
                    FigureText.number(each.getValue()[0]),
                    whole(each.getValue()[1])));
    if (!table.isEmpty()) {
      section("refused and broken, a second and in all", table);
    }
  }

  private static boolean isUsual(String cause) {
    return cause.equals("client") || cause.equals("lost");
  }

  private void refused(Map<String, double[]> all, String what, String stem, String label) {
    Map<String, Double> rates = sample.rates(stem, label);
    sample
        .totals(stem, label)
        .forEach(
            (value, count) ->
                all.put(
                    what + " " + value.replace('_', ' '),
                    new double[] {rates.getOrDefault(value, 0.0), count}));
  }

  private void one(Map<String, double[]> all, String stem) {
    all.put(stem.replace('_', ' '), new double[] {sample.rate(stem), sample.total(stem)});
  }

  private static String whole(double count) {
    return FigureText.count(Math.round(count));
  }

  private static List<Map.Entry<String, Double>> largest(Map<String, Double> all) {
    return all.entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST)
        .collect(Collectors.toList());
  }

  private void section(String title, TopTable table) {
    if (!table.isEmpty()) {
      lines.add("");
      lines.add(title);
      table.lines().forEach(line -> lines.add("  " + line));
    }
  }
}
