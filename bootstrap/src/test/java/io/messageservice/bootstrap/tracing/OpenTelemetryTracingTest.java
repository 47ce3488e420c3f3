package io.messageservice.bootstrap.tracing;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.port.out.Tracing.CommandTrace;
import io.messageservice.application.port.out.Tracing.Request;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.outcome.Refusal.Code;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenTelemetryTracingTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final NodeTracing tracing =
      new OpenTelemetryTracing(
          SdkTracerProvider.builder()
              .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
              .addSpanProcessor(SimpleSpanProcessor.create(exported))
              .build());
  private final LaneEvents lane = tracing.lane(StoreKind.SQLITE);

  @Test
  void aCommandIsASpanOfTheTraceThatTheClientNames() {
    CommandTrace command = tracing.command("sendMessage", parent("01"));
    assertThat(exported.getFinishedSpanItems()).isEmpty();

    command.ended(null);

    SpanData span = only();
    assertThat(span.getName()).isEqualTo("sendMessage");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getAttributes().asMap()).isEmpty();
    assertThat(command.traceparent()).contains("00-" + TRACE + "-" + span.getSpanId() + "-01");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"none", "nonsense", "00-0-0-01"})
  void withoutAGoodParentATraceBegins(@Nullable String traceparent) {
    tracing.command("sendMessage", traceparent).ended(null);

    assertThat(only().getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void whatItsClientDoesNotSampleIsPassedOnAndNotExported() {
    CommandTrace command = tracing.command("sendMessage", parent("00"));
    carryOut(List.of(command));
    command.ended(null);

    assertThat(exported.getFinishedSpanItems()).isEmpty();
    assertThat(command.traceparent().orElseThrow()).startsWith("00-" + TRACE).endsWith("-00");
  }

  @ParameterizedTest
  @CsvSource({"FORBIDDEN, UNSET", "RATE_LIMITED, UNSET", "UNAVAILABLE, ERROR", "INTERNAL, ERROR"})
  void aRefusalIsNamedAndOnlyOurOwnFailureIsAnError(Code code, StatusCode status) {
    tracing.command("sendMessage", null).ended(code);

    assertThat(only().getAttributes().asMap())
        .isEqualTo(Map.of(stringKey("error.type"), code.name().toLowerCase(Locale.ROOT)));
    assertThat(only().getStatus().getStatusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"201, UNSET", "404, UNSET", "503, ERROR"})
  void aRequestIsASpanByItsRoute(int status, StatusCode expected) {
    tracing.request(new Asked("POST")).ended(OptionalInt.of(status));

    SpanData span = only();
    assertThat(span.getName()).isEqualTo("POST /api/conversations/{conversationId}");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getParentSpanId()).isEqualTo(PARENT);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(expected);
    assertThat(span.getAttributes().asMap().keySet())
        .extracting(AttributeKey::getKey)
        .contains("http.request.method", "http.route", "url.scheme", "http.response.status_code")
        .isSubsetOf(
            "http.request.method",
            "http.route",
            "url.scheme",
            "http.response.status_code",
            "error.type");
  }

  @Test
  void aRequestWhoseAnswerIsNotSentIsAnError() {
    tracing.request(new Asked("POST")).ended(OptionalInt.empty());

    assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(only().getAttributes().get(stringKey("error.type"))).isEqualTo("not_sent");
    assertThat(only().getAttributes().get(longKey("http.response.status_code"))).isNull();
  }

  @Test
  void aMethodThatNobodyKnowsIsOther() {
    tracing.request(new Asked("BREW")).ended(OptionalInt.of(405));

    assertThat(only().getAttributes().get(stringKey("http.request.method"))).isEqualTo("_OTHER");
    assertThat(only().getName()).startsWith("_OTHER ");
  }

  @Test
  void aBatchIsCommittedAndPublishedInTheTraceOfItsFirstCommandAndLinkedWithOthers() {
    CommandTrace first = tracing.command("sendMessage", parent("01"));
    CommandTrace second = tracing.command("markAsRead", null);

    carryOut(List.of(Trace.NONE, first, second));
    first.ended(null);
    second.ended(null);

    SpanData commit = named("commit");
    SpanData publish = named("publish");
    SpanData sent = named("sendMessage");
    SpanData read = named("markAsRead");
    assertThat(List.of(commit, publish))
        .allMatch(span -> span.getTraceId().equals(TRACE))
        .allMatch(span -> span.getParentSpanId().equals(sent.getSpanId()))
        .allMatch(span -> linked(span).equals(List.of(read.getSpanId())));
    assertThat(linked(read)).containsExactly(commit.getSpanId());
    assertThat(linked(sent)).isEmpty();
    assertThat(commit.getAttributes().asMap())
        .isEqualTo(
            Map.of(stringKey("db.system.name"), "sqlite", longKey("db.operation.batch.size"), 3L));
  }

  @Test
  void aBatchOfNobodyHasNoSpan() {
    carryOut(List.of(Trace.NONE));

    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aFailedCommitIsAnErrorAndPublishesNothing() {
    lane.begun(batch(List.of(tracing.command("sendMessage", null))), 0, 0);
    lane.failed();
    lane.ended();
    carryOut(List.of(Trace.NONE));

    assertThat(only().getName()).isEqualTo("commit");
    assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "none, ''", "otlp, true", "' ', TRUE"})
  void offIsTheDefault(String exporter, String disabled) throws StartProblem {
    Map<String, String> variables =
        Map.of("OTEL_TRACES_EXPORTER", exporter, "OTEL_SDK_DISABLED", disabled);

    assertThat(NodeTracing.open(variables)).isSameAs(NodeTracing.OFF);
    assertThat(NodeTracing.open(Map.of())).isSameAs(NodeTracing.OFF);
    assertThat(NodeTracing.OFF.command("sendMessage", null)).isSameAs(CommandTrace.OFF);
  }

  private static String parent(String flags) {
    return "00-" + TRACE + "-" + PARENT + "-" + flags;
  }

  private void carryOut(List<Trace> commands) {
    lane.begun(batch(commands), 0, 0);
    lane.committed(List.of());
    lane.ended();
  }

  private static List<Decider<?>> batch(List<Trace> commands) {
    return commands.stream().<Decider<?>>map(Traced::new).toList();
  }

  private SpanData only() {
    assertThat(exported.getFinishedSpanItems()).hasSize(1);
    return exported.getFinishedSpanItems().get(0);
  }

  private SpanData named(String name) {
    return exported.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> linked(SpanData span) {
    return span.getLinks().stream()
        .map(LinkData::getSpanContext)
        .map(to -> to.getSpanId())
        .toList();
  }

  private record Traced(Trace trace) implements Decider<String> {
    @Override
    public Decision<String> decide(Records records) {
      throw new AssertionError("nothing is decided here");
    }
  }

  private record Asked(String method) implements Request {
    @Override
    public String route() {
      return "/api/conversations/{conversationId}";
    }

    @Override
    public String scheme() {
      return "http";
    }

    @Override
    public String traceparent() {
      return parent("01");
    }
  }
}
