package io.messageservice.bootstrap.config;

import io.messageservice.adapter.webhook.WebhookConfig;
import io.messageservice.adapter.webhook.WebhookSecret;
import io.messageservice.adapter.webhook.WebhookUrl;
import java.util.List;
import java.util.Optional;

/**
 * Where the events of the log are sent.
 *
 * @param receiver empty if there is none
 */
public record WebhookSettings(Optional<Receiver> receiver) {

  public static final Setting<Optional<WebhookUrl>> WEBHOOK_URL =
      Setting.plain(
          "WEBHOOK_URL",
          "off",
          Formats.webhookUrl("off"),
          "Where every event is sent, for your back end. See webhooks.md. Redirects are not"
              + " followed.");

  public static final Setting<Optional<WebhookSecret>> WEBHOOK_SECRET =
      Setting.secret(
          "WEBHOOK_SECRET",
          Formats.webhookSecret(),
          "What calls of `WEBHOOK_URL` are signed with, as Standard Webhooks has it: `whsec_` and"
              + " 24 to 64 bytes in base64. Two, separated by a space, both sign, so that the"
              + " receiver can change from one to the other. Required with the URL.");

  private static final Setting<Boolean> WEBHOOK_BATCH =
      Setting.plain(
          "WEBHOOK_BATCH",
          "off",
          Formats.flag("off", "on", "on"),
          "Whether one call of `WEBHOOK_URL` brings up to 100 events.");

  /** What a command needs that calls the receiver. */
  public static final List<Setting<?>> OF_CALLS =
      List.of(
          WEBHOOK_URL,
          WEBHOOK_SECRET,
          Setting.fileOf(WEBHOOK_SECRET),
          WEBHOOK_BATCH,
          HookSettings.WEBHOOK_PRIVATE_ADDRESSES);

  private static final int MOST_ATTEMPTS = 1_000_000;

  /**
   * A service of the product that gets the events.
   *
   * @param batches whether one call brings several
   * @param maxAttempts after which an event is skipped; 0 for never
   */
  public record Receiver(WebhookUrl url, WebhookSecret secret, boolean batches, int maxAttempts) {

    /** The same for its adapter. */
    public WebhookConfig config(boolean privateAddresses) {
      return new WebhookConfig(url, secret, batches, maxAttempts, privateAddresses);
    }
  }

  /** As they are read. */
  public static WebhookSettings of(SettingReader read) {
    Optional<WebhookUrl> url = read.get(WEBHOOK_URL);
    Optional<WebhookSecret> secret = read.get(WEBHOOK_SECRET);
    boolean batches = read.get(WEBHOOK_BATCH);
    int maxAttempts =
        read.get(
            "WEBHOOK_MAX_ATTEMPTS",
            "0",
            Formats.count(0, MOST_ATTEMPTS),
            "How often an event is sent that `WEBHOOK_URL` does not acknowledge; then it is skipped."
                + " 0: until it is acknowledged, or is not kept any more.");
    read.problemIf(
        url.isPresent() && secret.isEmpty() && read.areGood(WEBHOOK_SECRET),
        "WEBHOOK_SECRET must be set where WEBHOOK_URL is not off");
    return new WebhookSettings(
        url.flatMap(at -> secret.map(key -> new Receiver(at, key, batches, maxAttempts))));
  }
}
