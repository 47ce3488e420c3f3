package io.messageservice.adapter.webhook;

import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One call, from its begin to the one result. */
final class SignedCall {

  private final Asker asker;
  private final SignedCalls calls;

  /** This, null once there is a result: the thread that takes it gives the result. */
  private final AtomicReference<@Nullable SignedCall> waiting = new AtomicReference<>(this);

  private volatile @Nullable CompletableFuture<?> exchange;

  /** Who calls. Each is called on a thread that may block for a moment, but for the failure. */
  interface Asker {

    /** The same each time. */
    String id();

    /** The body; asked for once. */
    byte[] body();

    /** The trace that the call is part of, as the header of that name has it. */
    default Optional<String> traceparent() {
      return Optional.empty();
    }

    /** So many bytes of an answer are read, one of them more than an answer may have. */
    int readBytes(int bodyBytes);

    /** There was a whole answer in time; of a longer body this is the begin. */
    void answered(int status, byte[] body);

    /** There was none. Called on any thread; must not block. */
    void failed(Failure failure);
  }

  /** Why there is no answer. */
  enum Failure {
    TIMEOUT,
    UNREACHABLE,
    PRIVATE_ADDRESS
  }

  SignedCall(Asker asker, SignedCalls calls) {
    this.asker = asker;
    this.calls = calls;
  }

  void begin() {
    if (waiting.get() == null) {
      return; // its time is over
    }
    try {
      if (calls.isAway()) {
        failed(Failure.PRIVATE_ADDRESS);
      } else {
        byte[] body = asker.body();
        exchange(calls.request(asker, body), asker.readBytes(body.length), true);
      }
    } catch (RuntimeException fault) {
      failed(Failure.UNREACHABLE);
    }
  }

  /**
   * A connection that was kept may end while it is used again, so one that broke is replaced once.
   */
  private void exchange(HttpRequest request, int readBytes, boolean isFirst) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        calls.client().sendAsync(request, info -> new LimitedBody(readBytes));
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
                exchange(request, readBytes, false);
              } else {
                failed(failure(cause(fault)));
              }
              return null;
            });
  }

  private static Throwable cause(Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : null;
    return cause == null ? fault : cause;
  }

  private static boolean isBroken(Throwable cause) {
    return failure(cause) == Failure.UNREACHABLE && !(cause instanceof ConnectException);
  }

  private static Failure failure(Throwable cause) {
    return cause instanceof HttpTimeoutException ? Failure.TIMEOUT : Failure.UNREACHABLE;
  }

  private void answered(HttpResponse<byte[]> response) {
    if (waiting.getAndSet(null) != null) {
      asker.answered(response.statusCode(), response.body());
    }
  }

  private void failed(Failure failure) {
    if (waiting.getAndSet(null) != null) {
      asker.failed(failure);
    }
  }

  /** What ends it when its time is over. Holds the call no longer than it is under way. */
  Runnable timeOut() {
    AtomicReference<@Nullable SignedCall> held = waiting;
    return () -> {
      SignedCall late = held.get();
      if (late != null) {
        late.end();
      }
    };
  }

  /** Does next to nothing: what is under way ends on another thread. */
  private void end() {
    failed(Failure.TIMEOUT);
    CompletableFuture<?> late = exchange;
    if (late != null && !late.isDone()) {
      calls.executor().execute(() -> cancel(late));
    }
  }

  private static void cancel(CompletableFuture<?> late) {
    boolean unused = late.cancel(true);
  }
}
