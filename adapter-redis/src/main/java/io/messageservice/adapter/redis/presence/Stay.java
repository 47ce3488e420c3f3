package io.messageservice.adapter.redis.presence;

import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.List;

/**
 * A user came to this node, or went. Immutable.
 *
 * @param grace how long he counts as online after he went; negative where he came
 * @param at when, by a clock that never goes back
 */
record Stay(UserId user, DisplayName name, Duration grace, long at) {

  private static final Duration HERE = Duration.ofMillis(-1);

  static Stay begun(UserId user, DisplayName name) {
    return new Stay(user, name, HERE, 0);
  }

  static Stay ended(UserId user, DisplayName name, Duration grace, long nanoTime) {
    return new Stay(user, name, grace.isNegative() ? Duration.ZERO : grace, nanoTime);
  }

  /** As a script takes it. */
  List<Object> arguments(long nanoTime) {
    if (grace.isNegative()) {
      return List.of(user.value(), name.value(), "here", 0);
    }
    long ago = Math.max(0, Duration.ofNanos(nanoTime - at).toMillis());
    return List.of(user.value(), name.value(), grace.toMillis(), ago);
  }
}
