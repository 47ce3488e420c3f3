package io.messageservice.domain.message;

import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Objects;

/**
 * How many users have reacted to a message in one way.
 *
 * @param first those who reacted first, {@link #MAX_NAMED} at most
 */
public record ReactionCount(Reaction reaction, int count, List<UserId> first) {

  /** The most users that are named. */
  public static final int MAX_NAMED = 20;

  public ReactionCount {
    Objects.requireNonNull(reaction, "reaction");
    first = List.copyOf(first);
  }
}
