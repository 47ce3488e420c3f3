package io.messageservice.adapter.webhook;

import io.messageservice.adapter.webhook.BeforeSendEvents.Outcome;
import io.messageservice.application.port.out.BeforeSend.Answer;
import io.messageservice.application.port.out.BeforeSend.Answer.Accepted;
import io.messageservice.application.port.out.BeforeSend.Question;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.json.BeforeSendJson;
import io.messageservice.protocol.json.InvalidFrame;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question to the hook, from its place in the queue to the one answer. */
final class HookCall {

  /** An answer may have so many bytes more than twice the question. */
  static final int MAX_ANSWER_BYTES = 64 << 10;

  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private static final Refusal UNCHANGEABLE =
      Refusal.rejected("the message cannot be stored as it was changed");

  private final Question question;
  private final BeforeSendAdapter hook;
  private final long askedNanos;

  private final Consumer<Answer> answer;

  /** This, null once it is answered: whoever takes it gives the answer. */
  private final AtomicReference<@Nullable HookCall> waiting = new AtomicReference<>(this);

  private volatile @Nullable CompletableFuture<?> exchange;

  HookCall(Question question, Consumer<Answer> answer, BeforeSendAdapter hook, long askedNanos) {
    this.question = question;
    this.answer = answer;
    this.hook = hook;
    this.askedNanos = askedNanos;
  }

  int weight() {
    return 1 + question.content().sizeBytes() / BYTES_OF_WEIGHT;
  }

  /** Calls the hook. Looks its host up, which may block. */
  void begin() {
    if (waiting.get() == null) {
      return; // its time is over
    }
    try {
      if (hook.isAway()) {
        failed(Outcome.PRIVATE_ADDRESS);
      } else {
        byte[] body = BeforeSendJson.encoded(question);
        exchange(hook.request(body, question.trace()), MAX_ANSWER_BYTES + 2 * body.length, true);
      }
    } catch (RuntimeException fault) {
      failed(Outcome.UNREACHABLE);
    }
  }

  /**
   * A connection that was kept may end while it is used again, so one that broke is replaced once.
   */
  private void exchange(HttpRequest request, int maxBytes, boolean isFirst) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        hook.client().sendAsync(request, info -> new LimitedBody(maxBytes));
    exchange = sent;
    if (waiting.get() == null) {
      cancel(sent);
    }
    CompletableFuture<?> unused =
        sent.handle(
            (response, fault) -> {
              if (fault == null) {
                answered(response);
              } else if (isFirst && isBroken(cause(fault)) && waiting.get() != null) {
                exchange(request, maxBytes, false);
              } else {
                failed(outcome(cause(fault)));
              }
              return null;
            });
  }

  private static Throwable cause(Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : null;
    return cause == null ? fault : cause;
  }

  private static boolean isBroken(Throwable cause) {
    return outcome(cause) == Outcome.UNREACHABLE && !(cause instanceof ConnectException);
  }

  private static Outcome outcome(Throwable cause) {
    if (cause instanceof HttpTimeoutException) {
      return Outcome.TIMEOUT;
    }
    return cause instanceof LimitedBody.TooLarge ? Outcome.TOO_LARGE : Outcome.UNREACHABLE;
  }

  private void answered(HttpResponse<byte[]> response) {
    if (response.statusCode() == NO_CONTENT) {
      end(Outcome.ACCEPTED, Accepted.UNCHANGED);
    } else if (response.statusCode() == OK) {
      read(response.body());
    } else {
      failed(Outcome.STATUS);
    }
  }

  private void read(byte[] body) {
    try {
      Answer answer = hook.json().read(body, question.content());
      Outcome outcome =
          answer instanceof Accepted accepted
              ? accepted.change().isEmpty() ? Outcome.ACCEPTED : Outcome.CHANGED
              : Outcome.REJECTED;
      end(outcome, answer);
    } catch (InvalidFrame invalid) {
      if (invalid.refusal().code() == Refusal.Code.TOO_LARGE) {
        end(Outcome.UNFIT, new Answer.Rejected(UNCHANGEABLE));
      } else {
        failed(Outcome.MALFORMED);
      }
    } catch (RuntimeException unreadable) {
      failed(Outcome.MALFORMED);
    }
  }

  /** What ends it when its time is over. Holds the question no longer than it is under way. */
  Runnable timeOut() {
    AtomicReference<@Nullable HookCall> held = waiting;
    return () -> {
      HookCall late = held.get();
      if (late != null) {
        late.end();
      }
    };
  }

  /** Does next to nothing: what is under way ends on another thread. */
  private void end() {
    failed(Outcome.TIMEOUT);
    CompletableFuture<?> late = exchange;
    if (late != null && !late.isDone()) {
      hook.executor().execute(() -> cancel(late));
    }
  }

  private static void cancel(CompletableFuture<?> late) {
    boolean unused = late.cancel(true);
  }

  void failed(Outcome outcome) {
    end(outcome, hook.answerOnFailure());
  }

  private void end(Outcome outcome, Answer given) {
    if (waiting.getAndSet(null) != null) {
      hook.ended(askedNanos, outcome);
      answer.accept(given);
    }
  }
}
