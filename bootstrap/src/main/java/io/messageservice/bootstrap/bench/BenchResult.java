package io.messageservice.bootstrap.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.bootstrap.bench.Latencies.Quantiles;
import io.messageservice.bootstrap.figure.FigureText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was measured.
 *
 * @param plan what was to be done
 * @param opened connections that joined their conversation at the beginning
 * @param openingSeconds until they had
 * @param seconds for which messages were sent
 * @param lost messages that a connection should have and has not
 * @param cpuSeconds of the server meanwhile; empty where that cannot be seen
 * @param counts all others, by their names
 * @param faults how often what went wrong
 */
public record BenchResult(
    BenchPlan plan,
    int opened,
    double openingSeconds,
    double seconds,
    long lost,
    OptionalDouble cpuSeconds,
    Map<Count, Long> counts,
    Quantiles delivery,
    Quantiles answer,
    Quantiles lag,
    Map<String, Long> faults) {

  /** What is counted. */
  enum Count {
    SENT,
    ACKNOWLEDGED,
    DELIVERED,
    DOUBLED,
    CAUGHT_UP,
    REPLACED,
    BROKEN,
    UNSENT,
    UNANSWERED
  }

  public BenchResult {
    counts = Map.copyOf(counts);
    faults = Map.copyOf(faults);
  }

  /** 0 where all connections opened and nothing was lost, doubled or refused; otherwise 1. */
  public int exitCode() {
    boolean whole =
        opened == plan.connections()
            && lost == 0
            && count(Count.DOUBLED) == 0
            && count(Count.UNANSWERED) == 0
            && faults.isEmpty();
    return whole ? 0 : 1;
  }

  private long count(Count what) {
    return counts.getOrDefault(what, 0L);
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "connections  %s of %s opened in %s s, %s replaced, %s broken; conversations %s"
            .formatted(
                FigureText.count(opened),
                FigureText.count(plan.connections()),
                FigureText.number(openingSeconds),
                FigureText.count(count(Count.REPLACED)),
                FigureText.count(count(Count.BROKEN)),
                FigureText.count(plan.rooms())));
    lines.add(
        "messages     %s sent in %s s, %s acknowledged, %s unanswered, %s not sent"
            .formatted(
                FigureText.count(count(Count.SENT)),
                FigureText.number(seconds),
                FigureText.count(count(Count.ACKNOWLEDGED)),
                FigureText.count(count(Count.UNANSWERED)),
                FigureText.count(count(Count.UNSENT))));
    lines.add(
        "deliveries   %s, lost %s, doubled %s, after coming back %s"
            .formatted(
                FigureText.count(count(Count.DELIVERED)),
                FigureText.count(lost),
                FigureText.count(count(Count.DOUBLED)),
                FigureText.count(count(Count.CAUGHT_UP))));
    lines.add("delivered    " + line(delivery));
    lines.add("answered     " + line(answer));
    lines.add("server CPU   " + cpu());
    lines.add("late itself  " + line(lag));
    faults.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            fault ->
                lines.add(
                    "fault        " + FigureText.count(fault.getValue()) + " × " + fault.getKey()));
    return lines;
  }

  private static String line(Quantiles times) {
    return "p50 %s, p90 %s, p99 %s, p99.9 %s, most %s"
        .formatted(
            FigureText.millis(times.p50()),
            FigureText.millis(times.p90()),
            FigureText.millis(times.p99()),
            FigureText.millis(times.p999()),
            FigureText.millis(times.max()));
  }

  private String cpu() {
    if (cpuSeconds.isEmpty() || seconds <= 0) {
      return "not seen: name --metrics or --pid";
    }
    double used = cpuSeconds.getAsDouble();
    return "%s s, %s %% of a processor, %s µs for a delivery"
        .formatted(
            FigureText.number(used),
            FigureText.number(used / seconds * 100),
            FigureText.number(used * 1e6 / Math.max(1, count(Count.DELIVERED))));
  }

  /** For machines; times are in milliseconds. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("plan")
        .put("connections", plan.connections())
        .put("roomSize", plan.roomSize())
        .put("rate", plan.rate())
        .put("churn", plan.churn())
        .put("seconds", plan.time().toMillis() / 1e3)
        .put("contentLength", plan.contentLength());
    json.put("opened", opened).put("openingSeconds", openingSeconds).put("seconds", seconds);
    for (Count each : Count.values()) {
      json.put(camelCase(each), count(each));
    }
    json.put("lost", lost);
    json.set("deliveryMillis", json(delivery));
    json.set("answerMillis", json(answer));
    json.set("lagMillis", json(lag));
    cpuSeconds.ifPresent(used -> json.put("serverCpuSeconds", used));
    ObjectNode wrong = json.putObject("faults");
    faults.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(fault -> wrong.put(fault.getKey(), fault.getValue()));
    return json.toString();
  }

  private static ObjectNode json(Quantiles times) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("count", times.count())
        .put("p50", times.p50() / 1e6)
        .put("p90", times.p90() / 1e6)
        .put("p99", times.p99() / 1e6)
        .put("p999", times.p999() / 1e6)
        .put("max", times.max() / 1e6);
  }

  private static String camelCase(Count count) {
    String[] words = count.name().toLowerCase(Locale.ROOT).split("_", -1);
    return words.length == 1
        ? words[0]
        : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
  }
}
