package io.messageservice.bootstrap.config;

import io.messageservice.adapter.webhook.WebhookSecret;
import io.messageservice.adapter.webhook.WebhookUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * What services of the product are asked.
 *
 * @param beforeSend the hook that is asked before a message of a user is stored; empty if there is
 *     none
 * @param privateAddresses whether hooks and webhooks may be on a private network
 */
public record HookSettings(Optional<BeforeSend> beforeSend, boolean privateAddresses) {

  public static final Setting<Optional<WebhookUrl>> BEFORE_SEND_URL =
      Setting.plain(
          "BEFORE_SEND_URL",
          "off",
          Formats.webhookUrl("off"),
          "Where a service of yours is asked before a message of a user is stored, or an edit of"
              + " one. See hooks.md. Redirects are not followed.");

  public static final Setting<Boolean> WEBHOOK_PRIVATE_ADDRESSES =
      Setting.plain(
          "WEBHOOK_PRIVATE_ADDRESSES",
          "off",
          Formats.flag("off", "on", "on"),
          "Whether hooks and webhooks may be on a private network or on this machine. `off`: a host"
              + " with such an address is refused at the start, and is not called where it has one"
              + " later.");

  private static final Setting<Optional<WebhookSecret>> BEFORE_SEND_SECRET =
      Setting.secret(
          "BEFORE_SEND_SECRET",
          Formats.webhookSecret(),
          "What calls of `BEFORE_SEND_URL` are signed with, as Standard Webhooks has it: `whsec_`"
              + " and 24 to 64 bytes in base64. Two, separated by a space, both sign, so that the"
              + " service can change from one to the other. Required with the URL.");

  /** The hook before a message is stored. */
  public record BeforeSend(
      WebhookUrl url, WebhookSecret secret, Duration timeout, Failure failure) {}

  /** What becomes of a message of which the hook gave no answer. */
  public enum Failure {
    REJECT,
    ACCEPT
  }

  static HookSettings of(SettingReader read) {
    Optional<WebhookUrl> url = read.get(BEFORE_SEND_URL);
    Optional<WebhookSecret> secret = read.get(BEFORE_SEND_SECRET);
    Duration timeout =
        read.get(
            "BEFORE_SEND_TIMEOUT",
            "1s",
            Formats.duration("50ms", "30s"),
            "How long the hook may take for its whole answer.");
    Failure failure =
        read.get(
            "BEFORE_SEND_FAILURE",
            "reject",
            Formats.oneOf(Failure.class),
            "What happens to a message when the hook gives no answer in time, or none that counts:"
                + " `reject` answers `unavailable`, and the client sends again; `accept` stores it.");
    read.problemIf(
        url.isPresent() && secret.isEmpty() && read.areGood(BEFORE_SEND_SECRET),
        "BEFORE_SEND_SECRET must be set where BEFORE_SEND_URL is not off");
    return new HookSettings(
        url.flatMap(at -> secret.map(key -> new BeforeSend(at, key, timeout, failure))),
        read.get(WEBHOOK_PRIVATE_ADDRESSES));
  }
}
