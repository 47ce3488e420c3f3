package io.messageservice.bootstrap.tracing;

import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.start.StartProblem;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.ServiceAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Spans by the SDK of OpenTelemetry, which reads the standard variables itself. A span is of its
 * client's trace where that sent a {@code traceparent}.
 */
final class OpenTelemetryTracing implements NodeTracing {

  /** What the last export may take; what is not exported by then is lost. */
  private static final long CLOSE_SECONDS = 3;

  private static final Map<String, String> DEFAULTS =
      Map.of("otel.exporter.otlp.protocol", "http/protobuf");

  /** Metrics are served for Prometheus, and logs written to standard output. */
  private static final Map<String, String> TRACES_ONLY =
      Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none");

  /** RFC 9110, section 9, and RFC 5789: other names could be anything. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  /** No {@code tracestate}: it would be kept, and nobody is called who could use it. */
  private static final TextMapGetter<String> TRACEPARENT =
      (traceparent, name) -> name.equals("traceparent") ? traceparent : null;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /** Spans of this provider, which is closed with it. */
  OpenTelemetryTracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("io.messageservice");
  }

  /** By the variables of the process. */
  static NodeTracing open() throws StartProblem {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    try {
      return new OpenTelemetryTracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .disableShutdownHook()
              .addPropertiesSupplier(() -> DEFAULTS)
              .addPropertiesCustomizer(read -> TRACES_ONLY)
              .addResourceCustomizer((resource, read) -> named(resource))
              .build()
              .getOpenTelemetrySdk()
              .getSdkTracerProvider());
    } catch (ConfigurationException wrong) {
      throw new StartProblem("OpenTelemetry cannot be started: " + problem(wrong));
    }
  }

  private static String problem(ConfigurationException wrong) {
    Throwable cause = wrong.getCause();
    return wrong.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }

  /** Its name where the operator gave it none. */
  private static Resource named(Resource resource) {
    String name = resource.getAttribute(ServiceAttributes.SERVICE_NAME);
    return name == null || name.startsWith("unknown_service")
        ? resource.toBuilder().put(ServiceAttributes.SERVICE_NAME, "message-service").build()
        : resource;
  }

  @Override
  public CommandTrace command(String event, @Nullable String traceparent) {
    return new SpanTrace(span(event, traceparent).startSpan());
  }

  /** Paths have the ids of users and conversations, so only the route is noted. */
  @Override
  public RequestTrace request(Request request) {
    String method = METHODS.contains(request.method()) ? request.method() : "_OTHER";
    return new SpanTrace(
        span(method + ' ' + request.route(), request.traceparent())
            .setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, method)
            .setAttribute(HttpAttributes.HTTP_ROUTE, request.route())
            .setAttribute(UrlAttributes.URL_SCHEME, request.scheme())
            .startSpan());
  }

  private SpanBuilder span(String name, @Nullable String traceparent) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(SpanKind.SERVER)
        .setParent(
            W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), traceparent, TRACEPARENT));
  }

  @Override
  public LaneEvents lane(StoreKind store) {
    return new LaneSpans(tracer, store);
  }

  @Override
  public void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
