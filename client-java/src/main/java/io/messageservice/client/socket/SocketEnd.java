package io.messageservice.client.socket;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a connection ended: the close frame of the service, or {@link #LOST} where it broke.
 *
 * @param code as in RFC 6455, section 7.4
 */
public record SocketEnd(int code, String reason) {

  /** Ended by a close frame as usual. */
  public static final int NORMAL = 1000;

  /** No close frame was received. */
  public static final int LOST = 1006;

  /** The token is bad or has expired. */
  public static final int REFUSED = 1008;

  /** Too slow, too many commands, or a token that cannot be judged now. */
  public static final int OVERLOADED = 1013;

  private static final Pattern RECONNECT = Pattern.compile("reconnect after ([0-9]{1,7}) ms");

  /** No close frame was received. */
  static SocketEnd lost() {
    return new SocketEnd(LOST, "connection lost");
  }

  /** When to reconnect, where the service names a time. */
  public Optional<Duration> findDelay() {
    Matcher matcher = RECONNECT.matcher(reason);
    return matcher.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
