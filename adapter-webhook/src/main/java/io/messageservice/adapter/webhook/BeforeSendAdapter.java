package io.messageservice.adapter.webhook;

import dev.failsafe.CircuitBreaker;
import io.messageservice.adapter.webhook.BeforeSendEvents.Outcome;
import io.messageservice.application.port.out.BeforeSend;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.json.BeforeSendJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks a service of the product over HTTP before a message is stored. Any thread may call; nothing
 * is done on it.
 *
 * <p>What a hook does badly holds only the call that it is asked by: an answer has a time and a
 * size, and after many failures it is left alone for a while.
 */
public final class BeforeSendAdapter implements BeforeSend {

  /** So many failures among the last calls, of which twice as many count, leave the hook alone. */
  static final int FAILURES = 5;

  /** So long, until one call tries again. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final Answer UNAVAILABLE =
      new Answer.Rejected(
          new Refusal(Refusal.Code.UNAVAILABLE, "messages cannot be checked now, try again later"));

  private static final Answer OVERLOADED = new Answer.Rejected(Refusal.OVERLOADED);

  private final BeforeSendConfig config;
  private final Environment around;
  private final BeforeSendJson json;
  private final SignedCalls calls;
  private final CallQueue queue = new CallQueue();
  private final CircuitBreaker<Object> circuit;

  /**
   * What it needs from outside.
   *
   * @param executor a few threads that may block for a moment; takes every task
   * @param ids of calls, each new
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   */
  public record Environment(
      Executor executor,
      Timer timer,
      Supplier<String> ids,
      InstantSource clock,
      LongSupplier nanoTime,
      BeforeSendEvents events) {}

  /** Asks nobody yet. */
  public BeforeSendAdapter(BeforeSendConfig config, Environment around) {
    this(config, around, FAILURES, PAUSE);
  }

  BeforeSendAdapter(BeforeSendConfig config, Environment around, int failures, Duration pause) {
    this.config = config;
    this.around = around;
    this.json = new BeforeSendJson(config.limits());
    this.calls =
        new SignedCalls(config.target(), around.executor(), around.timer(), around.clock());
    this.circuit =
        CircuitBreaker.builder()
            .withFailureThreshold(failures, 2 * failures)
            .withSuccessThreshold(1)
            .withDelay(pause)
            .onOpen(opened -> around.events().circuit(true))
            .onClose(closed -> around.events().circuit(false))
            .build();
  }

  @Override
  public void ask(Question question, Consumer<Answer> answer) {
    if (queue.offer(new HookCall(question, answer, this, around.nanoTime().getAsLong()))) {
      beginWaiting();
    } else {
      around.events().ended(Outcome.OVERLOADED, 0);
      answer.accept(OVERLOADED);
    }
  }

  private void beginWaiting() {
    for (HookCall next = queue.next(); next != null; next = queue.next()) {
      if (circuit.tryAcquirePermit()) {
        calls.begin(next);
      } else {
        next.failed(Outcome.CIRCUIT_OPEN);
      }
    }
  }

  /** What a call is answered of which the hook gave no answer. */
  Answer answerOnFailure() {
    return config.acceptsOnFailure() ? Answer.Accepted.UNCHANGED : UNAVAILABLE;
  }

  void ended(long askedNanos, Outcome outcome) {
    queue.ended();
    around.events().ended(outcome, around.nanoTime().getAsLong() - askedNanos);
    if (outcome == Outcome.CIRCUIT_OPEN) {
      return; // beginWaiting ended it, and goes on by itself
    }
    if (outcome.isAnswer()) {
      circuit.recordSuccess();
    } else {
      circuit.recordFailure();
    }
    beginWaiting();
  }

  String newId() {
    return around.ids().get();
  }

  BeforeSendJson json() {
    return json;
  }
}
