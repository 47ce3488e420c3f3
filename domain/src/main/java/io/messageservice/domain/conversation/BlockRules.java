package io.messageservice.domain.conversation;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The rules of users who block others: the two begin no direct conversation, and who is blocked
 * does not add the other to a group. In the direct conversations that they have nobody writes,
 * which is noted there: {@link Conversation#isBlocked}. Services are not bound by any of it.
 *
 * @param blocks whether the first user blocks the second, as it is recorded
 */
public record BlockRules(BiPredicate<UserId, UserId> blocks) {

  /** Why the actor may not make that of the conversation; empty where blocks do not forbid it. */
  public Optional<Refusal> refusal(Optional<Conversation> before, Conversation after, Actor actor) {
    if (actor.isService()) {
      return Optional.empty();
    }
    boolean isForbidden =
        switch (after.kind()) {
          case DIRECT -> isDirectSince(before, after) && oneBlocksTheOther(after);
          case GROUP -> isBlockedByAny(actor.user(), after.joinedSince(before));
          case OPEN -> false;
        };
    return isForbidden ? Optional.of(Refusal.FORBIDDEN) : Optional.empty();
  }

  /**
   * What the actor, whom blocks do not forbid it, makes of the conversation: a direct one that a
   * service begins between users of whom one blocks the other has that noted from the first.
   */
  public Conversation begun(Optional<Conversation> before, Conversation after, Actor actor) {
    return actor.isService() && isDirectSince(before, after) && oneBlocksTheOther(after)
        ? noted(after)
        : after;
  }

  /** The direct conversation with that noted: whether one of the two blocks the other. */
  public Conversation noted(Conversation direct) {
    return direct.withBlocked(oneBlocksTheOther(direct));
  }

  /** Whether the conversation became a direct one. */
  public static boolean isDirectSince(Optional<Conversation> before, Conversation after) {
    return after.kind() == Kind.DIRECT && before.filter(had -> had.kind() == Kind.DIRECT).isEmpty();
  }

  private boolean oneBlocksTheOther(Conversation direct) {
    Iterator<UserId> two = direct.participants().iterator();
    UserId one = two.next();
    UserId other = two.next();
    return blocks.test(one, other) || blocks.test(other, one);
  }

  private boolean isBlockedByAny(UserId user, Set<UserId> joined) {
    return joined.stream().anyMatch(one -> !one.equals(user) && blocks.test(one, user));
  }
}
