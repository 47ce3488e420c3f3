package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.json.Json;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a stream beside frames, as bytes. WHATWG HTML, section 9.2.5. */
final class EventText {

  /** A comment, which keeps the line alive. */
  static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

  /** The close of a client; the service begins none. */
  private static final int NORMAL = 1000;

  /** When a browser opens the stream again by itself. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private static final Duration BUSY_RETRY = Duration.ofSeconds(5);

  /** With the same token it is in vain. */
  private static final Duration TOKEN_RETRY = Duration.ofSeconds(60);

  /** As the texts of {@link CloseReason} have it. */
  private static final Pattern DELAY = Pattern.compile("reconnect after (\\d{1,9}) ms");

  private EventText() {}

  /**
   * The first block of a session.
   *
   * @param resumes how much of what the last stream had joined is joined again
   */
  static byte[] session(String session, Duration heartbeat, Resumption resumes) {
    return named(
        "session",
        RETRY,
        json -> {
          json.writeStringField("session", session);
          json.writeNumberField("heartbeatMs", heartbeat.toMillis());
          json.writeStringField("resumes", resumes.label());
        });
  }

  /** The last block. */
  static byte[] close(CloseReason reason) {
    return close(code(reason.cause()), reason.text(), retry(reason));
  }

  /** The last block where the client closes. */
  static byte[] goodbye() {
    return close(NORMAL, "", RETRY);
  }

  private static byte[] close(int code, String reason, Duration retry) {
    return named(
        "close",
        retry,
        json -> {
          json.writeNumberField("code", code);
          json.writeStringField("reason", reason);
          json.writeNumberField("retryMs", retry.toMillis());
        });
  }

  /** A block that fires no event: browsers keep the id, and bring it when they come back. */
  static byte[] id(String id) {
    return ("id: " + id + "\n\n").getBytes(UTF_8);
  }

  private static byte[] named(String event, Duration retry, Json.Writer members) {
    String data = new String(Json.write(members), UTF_8);
    return "retry: %d\nevent: %s\ndata: %s\n\n"
        .formatted(retry.toMillis(), event, data)
        .getBytes(UTF_8);
  }

  private static Duration retry(CloseReason reason) {
    Matcher delay = DELAY.matcher(reason.text());
    if (delay.find()) {
      return Duration.ofMillis(Long.parseLong(delay.group(1)));
    }
    return switch (code(reason.cause())) {
      case 1008 -> TOKEN_RETRY;
      case 1013 -> BUSY_RETRY;
      default -> RETRY;
    };
  }

  /** The contract's, which are those of RFC 6455, section 7.4. */
  private static int code(CloseReason.Cause cause) {
    return switch (cause) {
      case CLIENT -> NORMAL;
      case STOPPING -> 1001;
      case PROTOCOL_ERROR -> 1002;
      case UNSUPPORTED -> 1003;
      case INVALID_TEXT -> 1007;
      case UNFINISHED, TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED, DISCONNECTED -> 1008;
      case TOO_LARGE -> 1009;
      case FAULT, LOST -> 1011;
      case RECONNECT, DRAINING -> 1012;
      case TOKEN_UNAVAILABLE, TOO_MANY_CONNECTIONS, TOO_MANY_COMMANDS, TOO_SLOW, EVICTED -> 1013;
    };
  }
}
