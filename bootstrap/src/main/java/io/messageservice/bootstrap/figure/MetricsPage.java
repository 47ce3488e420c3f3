package io.messageservice.bootstrap.figure;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The metrics of a node at one moment.
 *
 * @param series each by its name and labels, as they stand on the page
 */
public record MetricsPage(Map<String, Double> series) {

  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][^ {]*(?:\\{.*\\})?) (\\S+)(?: .*)?");
  private static final Pattern BOUND = Pattern.compile(".*\\{le=\"([^\"]*)\"\\}");

  public MetricsPage {
    series = Map.copyOf(series);
  }

  /** Reads the text format of Prometheus; what is none of its lines is left out. */
  public static MetricsPage read(String text) {
    Map<String, Double> series = new HashMap<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        series.put(matcher.group(1), number(matcher.group(2)));
      }
    }
    return new MetricsPage(series);
  }

  /**
   * Fetches the page from a management port.
   *
   * @throws IOException where nobody answers, or not with metrics
   */
  public static MetricsPage fetch(URI node) throws IOException, InterruptedException {
    HttpPage page = HttpPage.get(node.resolve("/metrics"));
    MetricsPage metrics = read(page.body());
    if (page.status() != 200 || metrics.series.isEmpty()) {
      throw new IOException("no metrics there: status " + page.status());
    }
    return metrics;
  }

  private static double number(String text) {
    try {
      return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The one without labels. */
  public OptionalDouble find(String name) {
    Double value = series.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The same; 0 where there is none. */
  public double get(String name) {
    return find(name).orElse(0);
  }

  /** All of a name, whatever labels they have. */
  public double sum(String name) {
    return series.entrySet().stream()
        .filter(each -> each.getKey().equals(name) || each.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The sums of a name by the value of one label, in the order of these values. */
  public Map<String, Double> by(String name, String label) {
    Pattern value = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
    Map<String, Double> sums = new TreeMap<>();
    series.forEach(
        (key, number) -> {
          Matcher matcher = value.matcher(key);
          if (key.startsWith(name + "{") && matcher.find()) {
            sums.merge(matcher.group(1), number, Double::sum);
          }
        });
    return sums;
  }

  /**
   * The upper end of the bucket in which a quantile of what was observed since another page lies;
   * empty where nothing was.
   *
   * @param share from 0 to 1
   */
  public OptionalDouble quantile(String name, double share, MetricsPage before) {
    List<double[]> buckets = buckets(name, before).toList();
    double all = buckets.isEmpty() ? 0 : buckets.get(buckets.size() - 1)[1];
    return all <= 0
        ? OptionalDouble.empty()
        : buckets.stream()
            .filter(bucket -> bucket[1] >= share * all)
            .mapToDouble(bucket -> bucket[0])
            .findFirst();
  }

  /** The end of each, and how many observations were below it since. */
  private Stream<double[]> buckets(String name, MetricsPage before) {
    Map<Double, Double> counts = new TreeMap<>();
    series.forEach(
        (key, count) -> {
          Matcher bound = BOUND.matcher(key);
          if (key.startsWith(name + "_bucket{") && bound.matches()) {
            counts.put(number(bound.group(1)), count - before.get(key));
          }
        });
    return counts.entrySet().stream().map(each -> new double[] {each.getKey(), each.getValue()});
  }
}
