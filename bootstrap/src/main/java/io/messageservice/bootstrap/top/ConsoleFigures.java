package io.messageservice.bootstrap.top;

import io.messageservice.bootstrap.figure.MetricsPage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What the console shows of the metrics, by groups: the same as {@link TopFrame}, as numbers. One
 * thread may call.
 */
public final class ConsoleFigures {

  /** Rates are of the time since the figures before, unless that is longer ago. */
  private static final double MAX_SECONDS = 10;

  private static final double MIN_SECONDS = 0.5;

  private static final List<String> GAUGES =
      List.of(
          "connections",
          "users_online",
          "feeds",
          "feeds_quarantined",
          "lane_commands",
          "unanswered_commands",
          "memory_limit_bytes",
          "ready",
          "webhook_sending",
          "webhook_unanswered_events",
          "webhook_lag_seconds",
          "webhook_circuit_open",
          "hook_circuit_open",
          "reminders_waiting");

  private static final List<String> COUNTERS =
      List.of(
          "handshakes",
          "connections_closed",
          "requests",
          "commands",
          "deliveries",
          "received_bytes",
          "sent_bytes",
          "frames_dropped",
          "lagged",
          "replays",
          "feed_reads",
          "faults");

  private static final List<String> TIMES =
      List.of(
          "delivery_seconds",
          "commit_seconds",
          "event_loop_lag_seconds",
          "bus_delay_seconds",
          "hook_seconds",
          "webhook_seconds");

  private MetricsPage before = new MetricsPage(Map.of());
  private long beforeNanos;
  private Map<String, Map<String, Double>> last = Map.of();

  /**
   * The numbers by group and name.
   *
   * @param page of metrics, as text
   * @param nowNanos of a monotonic clock
   */
  public Map<String, Map<String, Double>> of(String page, long nowNanos) {
    double seconds = (nowNanos - beforeNanos) / 1e9;
    if (!last.isEmpty() && seconds < MIN_SECONDS) {
      return last;
    }
    MetricsPage now = MetricsPage.read(page);
    boolean isFirst = last.isEmpty() || seconds > MAX_SECONDS;
    TopSample sample = new TopSample(now, isFirst ? now : before, isFirst ? 0 : seconds);
    before = now;
    beforeNanos = nowNanos;
    last = groups(sample, isFirst);
    return last;
  }

  private static Map<String, Map<String, Double>> groups(TopSample sample, boolean isFirst) {
    Map<String, Map<String, Double>> groups = new LinkedHashMap<>();
    groups.put("now", now(sample));
    groups.put("held", sample.gauges("memory_bytes", "holder"));
    groups.put("store", sample.gauges("store_bytes", "file"));
    groups.put("webhookCalls", sample.totals("webhook_calls", "outcome"));
    groups.put("hookCalls", sample.totals("hook_calls", "outcome"));
    groups.put("closed", sample.totals("connections_closed", "cause"));
    groups.put("handshakes", sample.totals("handshakes", "outcome"));
    groups.put("requestsRefused", sample.totals("requests_refused", "status"));
    groups.put("refusals", sample.totals("commands", "outcome"));
    if (!isFirst) {
      groups.put("rates", rates(sample));
      groups.put("commands", sample.rates("commands", "event"));
      groups.put("deliveries", sample.rates("deliveries", "kind"));
    }
    for (String stem : TIMES) {
      times(groups, sample, stem);
    }
    times(groups, sample, "batch_commands");
    return groups;
  }

  private static Map<String, Double> now(TopSample sample) {
    Map<String, Double> now = new TreeMap<>();
    GAUGES.forEach(stem -> now.put(stem, sample.gauge(stem)));
    now.put("uptime_seconds", sample.own("process_uptime_seconds"));
    now.put("processors_used", sample.ownRate("process_cpu_time_ns_total") / 1e9);
    now.put("files_open", sample.own("process_files_open_files"));
    now.put("files_max", sample.own("process_files_max_files"));
    now.put("heap_bytes", heap(sample, "jvm_memory_used_bytes"));
    now.put("heap_max_bytes", heap(sample, "jvm_memory_max_bytes"));
    return now;
  }

  private static double heap(TopSample sample, String name) {
    return sample.now().by(name, "area").getOrDefault("heap", 0.0);
  }

  private static Map<String, Double> rates(TopSample sample) {
    Map<String, Double> rates = new TreeMap<>();
    COUNTERS.forEach(stem -> rates.put(stem, sample.rate(stem)));
    rates.put("messages", sample.rates("commands", "event").getOrDefault("sendMessage", 0.0));
    return rates;
  }

  private static void times(
      Map<String, Map<String, Double>> groups, TopSample sample, String stem) {
    OptionalDouble most = sample.quantile(stem, 1);
    if (most.isPresent()) {
      groups.put(
          stem,
          Map.of(
              "rate", sample.observed(stem),
              "p50", sample.quantile(stem, 0.5).orElse(0),
              "p99", sample.quantile(stem, 0.99).orElse(0),
              "most", most.getAsDouble()));
    }
  }
}
