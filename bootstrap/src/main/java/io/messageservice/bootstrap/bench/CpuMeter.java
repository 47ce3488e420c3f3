package io.messageservice.bootstrap.bench;

import io.messageservice.bootstrap.figure.MetricsPage;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalDouble;

/** How much of a processor the server has used so far, where that can be seen. */
@FunctionalInterface
interface CpuMeter {

  /** In seconds. */
  OptionalDouble seconds() throws InterruptedException;

  /** By the metrics of its management port, else by its process on this machine. */
  static CpuMeter of(BenchPlan plan) {
    if (plan.metrics().isPresent()) {
      return () -> ofMetrics(plan.metrics().get());
    }
    return plan.pid().isPresent() ? () -> ofProcess(plan.pid().getAsLong()) : OptionalDouble::empty;
  }

  private static OptionalDouble ofMetrics(URI node) throws InterruptedException {
    try {
      OptionalDouble nanos = MetricsPage.fetch(node).find("process_cpu_time_ns_total");
      return nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / 1e9) : nanos;
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble ofProcess(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(time -> OptionalDouble.of(time.toNanos() / 1e9))
        .orElse(OptionalDouble.empty());
  }
}
