package io.messageservice.adapter.webhook;

import io.messageservice.application.port.out.Timer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Calls one URL of the product by {@code POST}, signed as Standard Webhooks has it. Redirects are
 * not followed. Any thread may call; nothing is done on it.
 */
final class SignedCalls {

  private final Target target;
  private final Executor executor;
  private final Timer timer;
  private final InstantSource clock;
  private final HttpClient client;

  /**
   * The service that gets the calls.
   *
   * @param privateAddresses whether it may be on a private network
   * @param timeout for the whole answer
   */
  record Target(WebhookUrl url, WebhookSecret secret, boolean privateAddresses, Duration timeout) {}

  /**
   * Calls nobody yet.
   *
   * @param executor a few threads that may block for a moment; takes every task
   */
  SignedCalls(Target target, Executor executor, Timer timer, InstantSource clock) {
    this.target = target;
    this.executor = executor;
    this.timer = timer;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .executor(executor)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(target.timeout())
            .build();
  }

  /** Calls, and gives the asker the one result, on any thread. */
  void begin(SignedCall.Asker asker) {
    SignedCall call = new SignedCall(asker, this);
    timer.after(target.timeout(), call.timeOut());
    executor.execute(call::begin);
  }

  /** Whether the host must not be called. Looks it up, which may block. */
  boolean isAway() {
    return !target.privateAddresses() && target.url().isPrivate();
  }

  HttpRequest request(SignedCall.Asker asker, byte[] body) {
    long seconds = clock.instant().getEpochSecond();
    String signature =
        target.secret().signature(asker.id(), seconds, new String(body, StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url().url())
            .header("content-type", "application/json")
            .header("webhook-id", asker.id())
            .header("webhook-timestamp", Long.toString(seconds))
            .header("webhook-signature", signature)
            .POST(BodyPublishers.ofByteArray(body));
    asker.traceparent().ifPresent(parent -> request.header("traceparent", parent));
    return request.build();
  }

  HttpClient client() {
    return client;
  }

  Executor executor() {
    return executor;
  }
}
