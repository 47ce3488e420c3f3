package io.messageservice.bootstrap.talk;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the service ended a connection. */
record Closing(int code, String reason) {

  private static final int POLICY_VIOLATION = 1008;
  private static final Pattern RECONNECT = Pattern.compile("reconnect after ([0-9]{1,7}) ms");

  /** Whether coming back is of no use: the token is bad or its time is over. */
  boolean isFinal() {
    return code == POLICY_VIOLATION;
  }

  /** When to come back, where a draining service says so. */
  Optional<Duration> findDelay() {
    Matcher matcher = RECONNECT.matcher(reason);
    return matcher.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
