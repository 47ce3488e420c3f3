package io.messageservice.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.application.port.out.Timer;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Sends one event of the type {@code webhook.test}, to see whether the receiver takes it. It is
 * signed and called as any other. Any thread may call.
 */
public final class WebhookCheck {

  /** What the event is. */
  public static final String TYPE = "webhook.test";

  private final WebhookConfig config;
  private final SignedCalls calls;
  private final InstantSource clock;

  /**
   * Sends nothing yet.
   *
   * @param executor threads that may block for a moment
   */
  public WebhookCheck(WebhookConfig config, Executor executor, Timer timer, InstantSource clock) {
    this.config = config;
    this.calls = new SignedCalls(config.target(WebhookConfig.TIMEOUT), executor, timer, clock);
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param isAcknowledged whether an event would be acknowledged
   * @param result the status, or in a word why there is none
   */
  public record Report(boolean isAcknowledged, String result) {}

  /**
   * Sends it once.
   *
   * @param id letters, digits and {@code -}
   */
  public CompletableFuture<Report> send(String id) {
    CompletableFuture<Report> report = new CompletableFuture<>();
    calls.begin(new Check(id, body(id), report));
    return report;
  }

  private byte[] body(String id) {
    String event =
        "\"type\":\"" + TYPE + "\",\"timestamp\":\"" + clock.instant() + "\",\"data\":{}}";
    String body =
        config.batches() ? "{\"events\":[{\"id\":\"" + id + "\"," + event + "]}" : "{" + event;
    return body.getBytes(UTF_8);
  }

  private static final class Check implements SignedCall.Asker {
    private final String id;
    private final byte[] body;
    private final CompletableFuture<Report> report;

    Check(String id, byte[] body, CompletableFuture<Report> report) {
      this.id = id;
      this.body = body;
      this.report = report;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public byte[] body() {
      return body;
    }

    @Override
    public int readBytes(int bodyBytes) {
      return WebhookConfig.READ_BYTES;
    }

    @Override
    public void answered(int status, byte[] answer) {
      report.complete(new Report(WebhookConfig.isAcknowledged(status), "status " + status));
    }

    @Override
    public void failed(SignedCall.Failure failure) {
      report.complete(new Report(false, failure.name().toLowerCase(Locale.ROOT)));
    }
  }
}
