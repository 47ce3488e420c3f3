package io.messageservice.adapter.jwt;

import io.messageservice.adapter.jwt.JwtEvents.Failure;
import io.messageservice.application.port.out.Timer;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a key set over HTTP, on the executor's threads: looking up a host may block. No redirect
 * is followed: whoever answers there could name any other place, by another scheme too.
 */
final class HttpKeySource implements KeySource {

  /** For all of it, from looking up the host to the last byte. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Far above what key sets need, which have a few kilobytes. */
  static final int MAX_BYTES = 256 << 10;

  private static final int OK = 200;

  private final HttpClient client;
  private final KeyRequest request;
  private final Executor executor;
  private final Timer timer;

  HttpKeySource(JwksConfig config, Executor executor, Timer timer) {
    this.request = new KeyRequest(config, TIMEOUT);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .executor(executor)
            .build();
    this.executor = executor;
    this.timer = timer;
  }

  @Override
  public void fetch(Listener listener) {
    CompletableFuture<HttpResponse<byte[]>> outcome = new CompletableFuture<>();
    Future<?> unused =
        outcome.whenComplete(
            (response, fault) -> {
              if (fault == null) {
                tell(response, listener);
              } else {
                listener.failed(causeOf(fault));
              }
            });
    timer.after(TIMEOUT, () -> outcome.completeExceptionally(new TimeoutException()));
    try {
      executor.execute(() -> ask(outcome));
    } catch (RejectedExecutionException stopped) {
      outcome.completeExceptionally(stopped);
    }
  }

  private void ask(CompletableFuture<HttpResponse<byte[]>> outcome) {
    CompletableFuture<HttpResponse<byte[]>> answer;
    try {
      answer = client.sendAsync(request.make(), head -> new LimitedBody(MAX_BYTES));
    } catch (RejectedExecutionException stopped) { // the client hands tasks to the executor too
      outcome.completeExceptionally(stopped);
      return;
    } catch (UnknownHostException nowhere) {
      outcome.completeExceptionally(nowhere);
      return;
    }
    Future<?> unusedAnswer =
        answer.whenComplete(
            (response, fault) -> {
              if (fault == null) {
                outcome.complete(response);
              } else {
                outcome.completeExceptionally(fault);
              }
            });
    Future<?> unusedEnd = outcome.whenComplete((response, fault) -> answer.cancel(true));
  }

  private static void tell(HttpResponse<byte[]> response, Listener listener) {
    if (response.statusCode() != OK) {
      listener.failed(Failure.STATUS);
      return;
    }
    KeyRing ring;
    try {
      ring = JwkSet.read(response.body());
    } catch (RuntimeException e) {
      listener.failed(Failure.MALFORMED);
      return;
    }
    listener.fetched(ring);
  }

  private static Failure causeOf(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof LimitedBody.TooLarge) {
        return Failure.TOO_LARGE;
      }
      if (each instanceof TimeoutException || each instanceof HttpTimeoutException) {
        return Failure.TIMEOUT;
      }
    }
    return Failure.UNREACHABLE;
  }
}
