package io.messageservice.domain.message;

import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whom a message mentions.
 *
 * @param everybody whether it mentions all who take part
 * @param users otherwise these, each once
 */
public record Mentions(boolean everybody, List<UserId> users) {

  /** The most users that one message mentions by name. */
  public static final int MAX_USERS = 50;

  /** Nobody. */
  public static final Mentions NONE = new Mentions(false, List.of());

  /** All who take part. */
  public static final Mentions EVERYBODY = new Mentions(true, List.of());

  /**
   * @throws IllegalArgumentException where there are too many
   */
  public Mentions {
    users = users.stream().distinct().toList();
    if (users.size() > MAX_USERS) {
      throw new IllegalArgumentException("a message mentions 50 users at most");
    }
  }

  /** Whether it mentions nobody. */
  public boolean isEmpty() {
    return !everybody && users.isEmpty();
  }

  /** Only those of these users. */
  public Mentions only(Predicate<UserId> kept) {
    return users.stream().allMatch(kept)
        ? this
        : new Mentions(everybody, users.stream().filter(kept).toList());
  }
}
