package io.messageservice.bootstrap.tracing;

import io.messageservice.application.port.out.Tracing.CommandTrace;
import io.messageservice.application.port.out.Tracing.RequestTrace;
import io.messageservice.domain.outcome.Refusal.Code;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The span of a command or a request. Any thread may call. */
final class SpanTrace implements CommandTrace, RequestTrace {

  /** The others are the client's own doing. */
  private static final Set<Code> FAILURES =
      EnumSet.of(Code.INTERNAL, Code.UNAVAILABLE, Code.OVERLOADED);

  private static final int SERVER_ERROR = 500;

  private final Span span;

  SpanTrace(Span span) {
    this.span = span;
  }

  Span span() {
    return span;
  }

  @Override
  public Optional<String> traceparent() {
    SpanContext context = span.getSpanContext();
    return Optional.of(
        String.join(
            "-", "00", context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()));
  }

  @Override
  public Optional<String> sampledTraceparent() {
    return span.getSpanContext().isSampled() ? traceparent() : Optional.empty();
  }

  @Override
  public void ended(@Nullable Code refusal) {
    if (refusal != null) {
      span.setAttribute(ErrorAttributes.ERROR_TYPE, refusal.name().toLowerCase(Locale.ROOT));
      if (FAILURES.contains(refusal)) {
        span.setStatus(StatusCode.ERROR);
      }
    }
    span.end();
  }

  @Override
  public void ended(OptionalInt status) {
    status.ifPresent(code -> span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, code));
    if (status.orElse(SERVER_ERROR) >= SERVER_ERROR) {
      span.setAttribute(
          ErrorAttributes.ERROR_TYPE,
          status.isPresent() ? Integer.toString(status.getAsInt()) : "not_sent");
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
