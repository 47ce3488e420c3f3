package io.messageservice.adapter.webhook;

import io.messageservice.protocol.Limits;
import java.time.Duration;

/**
 * The hook before a message is stored.
 *
 * @param timeout for the whole answer
 * @param acceptsOnFailure whether messages are stored of which the hook gave no answer
 * @param privateAddresses whether it may be on a private network
 * @param limits of messages that it changes
 */
public record BeforeSendConfig(
    WebhookUrl url,
    WebhookSecret secret,
    Duration timeout,
    boolean acceptsOnFailure,
    boolean privateAddresses,
    Limits limits) {

  SignedCalls.Target target() {
    return new SignedCalls.Target(url, secret, privateAddresses, timeout);
  }
}
