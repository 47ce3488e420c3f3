package io.messageservice.domain.user;

import java.util.Objects;

/**
 * Who does something, and by what right.
 *
 * @param user who sends, reads or begins; for a service the user in whose name it acts, who need
 *     not take part in anything
 */
public record Actor(UserId user, CallerKind kind) {

  public Actor {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(kind, "kind");
  }

  /** A user for themselves. */
  public static Actor user(UserId user) {
    return new Actor(user, CallerKind.USER);
  }

  /** A service in the name of that user. */
  public static Actor service(UserId user) {
    return new Actor(user, CallerKind.SERVICE);
  }

  /** Whether a service acts, which may act everywhere. */
  public boolean isService() {
    return kind == CallerKind.SERVICE;
  }
}
