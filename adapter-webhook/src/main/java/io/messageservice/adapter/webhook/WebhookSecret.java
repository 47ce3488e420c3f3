package io.messageservice.adapter.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What calls are signed with (Standard Webhooks 1.0). Never prints itself. Any thread may call. */
public final class WebhookSecret {

  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;
  private static final int MOST = 2;

  private final List<Webhook> keys;

  private WebhookSecret(List<Webhook> keys) {
    this.keys = keys;
  }

  /**
   * One secret, or an old and a new one while receivers change: both sign.
   *
   * @param text separated by a space
   * @throws IllegalArgumentException where it is none; does not repeat it
   */
  public static WebhookSecret of(String text) {
    List<Webhook> keys = Stream.of(text.strip().split(" +")).map(WebhookSecret::key).toList();
    if (keys.size() > MOST) {
      throw new IllegalArgumentException("must be one secret, or two separated by a space");
    }
    return new WebhookSecret(keys);
  }

  private static Webhook key(String text) {
    try {
      byte[] key =
          Base64.getDecoder()
              .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
      if (key.length >= MIN_BYTES && key.length <= MAX_BYTES) {
        return new Webhook(key);
      }
    } catch (IllegalArgumentException | EmptyWebhookSecretException e) {
      // reported below, as for a key of another length
    }
    throw new IllegalArgumentException("must be whsec_ and 24 to 64 bytes in base64");
  }

  /** The value of the header {@code webhook-signature}. */
  String signature(String id, long seconds, String body) {
    return keys.stream().map(key -> sign(key, id, seconds, body)).collect(Collectors.joining(" "));
  }

  private static String sign(Webhook key, String id, long seconds, String body) {
    try {
      return key.sign(id, seconds, body);
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("each JDK has HMAC with SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "********";
  }
}
