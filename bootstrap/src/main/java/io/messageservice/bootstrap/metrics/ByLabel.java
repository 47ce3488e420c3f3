package io.messageservice.bootstrap.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Numbers of a metric with one label, whose values are known beforehand. Any thread may call; for
 * what does not happen often.
 */
final class ByLabel {

  private final Map<String, LongAdder> numbers;

  ByLabel(MetricsRegistry registry, Metric metric, List<String> values) {
    this.numbers =
        values.stream()
            .collect(Collectors.toMap(value -> value, value -> registry.counted(metric, value)));
  }

  /** By the names of an enum. */
  static ByLabel of(MetricsRegistry registry, Metric metric, Enum<?>[] values) {
    return new ByLabel(registry, metric, Stream.of(values).map(MetricsRegistry::label).toList());
  }

  /** One more; not where it has none of the values. */
  void add(String value) {
    LongAdder number = numbers.get(value);
    if (number != null) {
      number.increment();
    }
  }

  void add(Enum<?> value) {
    add(MetricsRegistry.label(value));
  }
}
