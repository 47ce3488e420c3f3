package io.messageservice.bootstrap.top;

import io.messageservice.bootstrap.figure.MetricsPage;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Metrics of a node, and those of some time before: what happened meanwhile.
 *
 * @param seconds from one to the other
 */
record TopSample(MetricsPage now, MetricsPage before, double seconds) {

  private static final String PREFIX = "message_service_";

  double gauge(String stem) {
    return now.sum(PREFIX + stem);
  }

  Map<String, Double> gauges(String stem, String label) {
    return now.by(PREFIX + stem, label);
  }

  /** Of a counter, a second. */
  double rate(String stem) {
    return rateOf(now.sum(name(stem)), before.sum(name(stem)));
  }

  /** The same for each value of a label. */
  Map<String, Double> rates(String stem, String label) {
    Map<String, Double> earlier = before.by(name(stem), label);
    Map<String, Double> rates = new TreeMap<>();
    now.by(name(stem), label)
        .forEach(
            (value, count) -> rates.put(value, rateOf(count, earlier.getOrDefault(value, 0.0))));
    return rates;
  }

  /** All of a counter since the node started, for each value of a label. */
  Map<String, Double> totals(String stem, String label) {
    return now.by(name(stem), label);
  }

  double total(String stem) {
    return now.sum(name(stem));
  }

  /** How often a histogram observed something, a second. */
  double observed(String stem) {
    String count = PREFIX + stem + "_count";
    return rateOf(now.get(count), before.get(count));
  }

  /** Of what a histogram observed meanwhile, else since the node started. */
  OptionalDouble quantile(String stem, double share) {
    OptionalDouble lately = now.quantile(PREFIX + stem, share, before);
    return lately.isPresent()
        ? lately
        : now.quantile(PREFIX + stem, share, new MetricsPage(Map.of()));
  }

  /** One of the JVM's or the process's own, by its whole name. */
  double own(String name) {
    return now.sum(name);
  }

  /** Of one of these that counts, a second. */
  double ownRate(String name) {
    return rateOf(now.sum(name), before.sum(name));
  }

  /** A counter that fell begins again: the node was restarted. */
  private double rateOf(double count, double earlier) {
    double grown = count < earlier ? count : count - earlier;
    return seconds <= 0 ? 0 : grown / seconds;
  }

  private static String name(String stem) {
    return PREFIX + stem + "_total";
  }
}
