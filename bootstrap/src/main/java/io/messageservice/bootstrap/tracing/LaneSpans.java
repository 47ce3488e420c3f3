package io.messageservice.bootstrap.tracing;

import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.DbAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of one lane: {@code commit} and {@code publish}, one of each for a batch. They belong
 * to the trace of the first command that is sampled, and are linked with the others, up to {@link
 * #MAX_LINKS} of them. A batch without a sampled command has none. Only the lane's thread calls.
 */
final class LaneSpans implements LaneEvents {

  /** A span keeps 128 links, unless that is configured, and drops the others. */
  private static final int MAX_LINKS = 127;

  private final Tracer tracer;
  private final String store;

  /** The sampled commands of the batch under way. */
  private final List<Span> commands = new ArrayList<>();

  private Span commit = Span.getInvalid();
  private Span publish = Span.getInvalid();

  LaneSpans(Tracer tracer, StoreKind store) {
    this.tracer = tracer;
    this.store =
        switch (store) {
          case REDIS -> "redis";
          case POSTGRES -> "postgresql";
          case SQLITE, MEMORY -> "sqlite";
        };
  }

  @Override
  public void begun(List<? extends Decider<?>> batch, int left, long waitNanos) {
    for (Decider<?> command : batch) {
      if (command.trace() instanceof SpanTrace trace && trace.span().isRecording()) {
        commands.add(trace.span());
      }
    }
    if (!commands.isEmpty()) {
      commit =
          span("commit")
              .setAttribute(DbAttributes.DB_SYSTEM_NAME, store)
              .setAttribute(DbAttributes.DB_OPERATION_BATCH_SIZE, (long) batch.size())
              .startSpan();
    }
  }

  /** Also leads from each command to the span that it shares with others. */
  private SpanBuilder span(String name) {
    SpanBuilder span = tracer.spanBuilder(name);
    span.setParent(Context.root().with(commands.get(0)));
    commands.stream()
        .skip(1)
        .limit(MAX_LINKS)
        .forEach(other -> span.addLink(other.getSpanContext()));
    return span;
  }

  @Override
  public void committed(List<Outcome> outcomes) {
    endCommit();
    if (!commands.isEmpty()) {
      publish = span("publish").startSpan();
    }
  }

  @Override
  public void failed() {
    commit.setStatus(StatusCode.ERROR);
    endCommit();
  }

  private void endCommit() {
    commands.stream().skip(1).forEach(other -> other.addLink(commit.getSpanContext()));
    commit.end();
  }

  @Override
  public void ended() {
    publish.end();
    commands.clear();
    commit = Span.getInvalid();
    publish = Span.getInvalid();
  }
}
