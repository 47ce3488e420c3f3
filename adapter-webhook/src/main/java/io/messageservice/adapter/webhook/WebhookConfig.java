package io.messageservice.adapter.webhook;

import java.time.Duration;

/**
 * Where the events of the log are sent.
 *
 * @param batches whether one call brings several events
 * @param maxAttempts after which a call is given up; 0 for never
 * @param privateAddresses whether the receiver may be on a private network
 */
public record WebhookConfig(
    WebhookUrl url,
    WebhookSecret secret,
    boolean batches,
    int maxAttempts,
    boolean privateAddresses) {

  /** What the receiver may take for its whole answer. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** The most events of a batch. */
  static final int BATCH_SIZE = 100;

  /** So much of an answer is read; it means nothing. */
  static final int READ_BYTES = 64 << 10;

  private static final int SUCCESS = 200;
  private static final int REDIRECTION = 300;

  static boolean isAcknowledged(int status) {
    return status >= SUCCESS && status < REDIRECTION;
  }

  SignedCalls.Target target(Duration timeout) {
    return new SignedCalls.Target(url, secret, privateAddresses, timeout);
  }
}
