package io.messageservice.bootstrap.tracing;

import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Tracing;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.start.StartProblem;
import java.util.Map;

/** The traces of one node. Any thread may call. */
public interface NodeTracing extends Tracing, AutoCloseable {

  /** Traces nothing. */
  NodeTracing OFF = new NodeTracing() {};

  /**
   * As the standard variables of OpenTelemetry ask for it; off where {@code OTEL_TRACES_EXPORTER}
   * is not set.
   *
   * @throws StartProblem where a variable has a value that nobody understands
   */
  static NodeTracing open(Map<String, String> environment) throws StartProblem {
    String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "").strip();
    String disabled = environment.getOrDefault("OTEL_SDK_DISABLED", "").strip();
    boolean on =
        !exporter.isEmpty() && !exporter.equals("none") && !disabled.equalsIgnoreCase("true");
    return on ? OpenTelemetryTracing.open() : OFF;
  }

  /** Traces one lane. */
  default LaneEvents lane(StoreKind store) {
    return LaneEvents.NONE;
  }

  /** Exports what is left, as far as that is possible in a few seconds. */
  @Override
  default void close() {}
}
