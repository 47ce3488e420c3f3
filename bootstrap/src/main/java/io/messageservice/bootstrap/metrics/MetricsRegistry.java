package io.messageservice.bootstrap.metrics;

import io.messageservice.adapter.http.management.MetricsHandler;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All metrics of the process. Owners count; here they are only read, when somebody asks for the
 * page. Any thread may call.
 */
public final class MetricsRegistry implements AutoCloseable {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final double NANOS_OF_A_SECOND = 1e9;

  /** 100 µs to 10 s. */
  private static final long[] TIMES =
      IntStream.rangeClosed(5, 9)
          .boxed()
          .flatMap(power -> Stream.of(1L, 2L, 5L).map(times -> times * (long) Math.pow(10, power)))
          .mapToLong(Long::longValue)
          .toArray();

  /** 1 to 1,024. */
  private static final long[] SIZES =
      IntStream.rangeClosed(0, 10).mapToLong(n -> 1L << n).toArray();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Micrometer itself does not keep what it reads. */
  private final List<Object> sources = new CopyOnWriteArrayList<>();

  /** Shows those of the JVM and of the process; loads some hundred classes. */
  public void showJvm() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Shows a number that only grows. */
  void counter(Metric metric, DoubleSupplier number, String... labels) {
    sources.add(number);
    FunctionCounter.builder(metric.registered(), number, DoubleSupplier::getAsDouble)
        .tags(tags(metric, labels))
        .description(metric.help())
        .register(registry);
  }

  /** Shows what is counted there, by any thread. */
  LongAdder counted(Metric metric, String... labels) {
    LongAdder number = new LongAdder();
    counter(metric, number::sum, labels);
    return number;
  }

  /** How a value is written as a label. */
  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Shows a number that grows and falls. */
  void gauge(Metric metric, DoubleSupplier number, String... labels) {
    sources.add(number);
    Gauge.builder(metric.registered(), number, DoubleSupplier::getAsDouble)
        .tags(tags(metric, labels))
        .description(metric.help())
        .register(registry);
  }

  private static List<Tag> tags(Metric metric, String[] values) {
    if (values.length != metric.labels().size()) {
      throw new IllegalArgumentException(metric + " has the labels " + metric.labels());
    }
    return IntStream.range(0, values.length)
        .mapToObj(i -> Tag.of(metric.labels().get(i), values[i]))
        .toList();
  }

  /** Shows what several owners record, together. */
  List<Histogram> histograms(Metric metric, int owners) {
    long[] bounds = metric.type() == Metric.Type.TIMES ? TIMES : SIZES;
    List<Histogram> parts = Stream.generate(() -> new Histogram(bounds)).limit(owners).toList();
    registry.getPrometheusRegistry().register(() -> together(metric, bounds, parts));
    return parts;
  }

  private static HistogramSnapshot together(Metric metric, long[] bounds, List<Histogram> parts) {
    double scale = metric.type() == Metric.Type.TIMES ? NANOS_OF_A_SECOND : 1;
    List<Double> ends = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i <= bounds.length; i++) {
      int bucket = i;
      ends.add(i < bounds.length ? bounds[i] / scale : Double.POSITIVE_INFINITY);
      counts.add(parts.stream().mapToLong(part -> part.count(bucket)).sum());
    }
    return HistogramSnapshot.builder()
        .name(metric.registered())
        .help(metric.help())
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(ends, counts))
                .sum(parts.stream().mapToLong(Histogram::sum).sum() / scale)
                .build())
        .build();
  }

  /** Ends what listens to the JVM. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  /** The page in the format that is asked for: OpenMetrics, or the text format 0.0.4. */
  public MetricsHandler.Page page(String accept) {
    String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    return new MetricsHandler.Page(type, registry.scrape(type));
  }
}
