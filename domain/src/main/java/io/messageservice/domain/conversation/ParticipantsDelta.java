package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one change of a group changed who takes part, and as what.
 *
 * @param joined who takes part since
 * @param left who takes part no more
 * @param roles of participants whose role is another one since
 */
public record ParticipantsDelta(Set<UserId> joined, Set<UserId> left, Map<UserId, Role> roles) {

  /** Nothing changed. */
  public static final ParticipantsDelta NONE = new ParticipantsDelta(Set.of(), Set.of(), Map.of());

  public ParticipantsDelta {
    joined = copy(joined);
    left = copy(left);
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
  }

  /**
   * What led from one state to the other.
   *
   * @param before empty where the conversation is new
   */
  public static ParticipantsDelta between(Optional<Conversation> before, Conversation after) {
    if (before.filter(had -> had.accessVersion() == after.accessVersion()).isPresent()) {
      return NONE;
    }
    Participants had = before.map(Conversation::participants).orElse(Participants.NONE);
    Roles former = before.map(from -> from.details().roles()).orElse(Roles.NONE);
    Set<UserId> holders = new LinkedHashSet<>(former.elevated().keySet());
    holders.addAll(after.details().roles().elevated().keySet());
    Map<UserId, Role> roles = new LinkedHashMap<>();
    for (UserId user : holders) {
      if (after.has(user) && after.roleOf(user) != former.of(user)) {
        roles.put(user, after.roleOf(user));
      }
    }
    return new ParticipantsDelta(
        copy(after.participants().notIn(had)), copy(had.notIn(after.participants())), roles);
  }

  /** Whether nothing changed. */
  public boolean isEmpty() {
    return joined.isEmpty() && left.isEmpty() && roles.isEmpty();
  }

  /** Whether the user joined or has another role since. */
  public boolean isOf(UserId user) {
    return joined.contains(user) || roles.containsKey(user);
  }

  /** Of several, in their order: that of {@code Set.copyOf} is another in each process. */
  private static Set<UserId> copy(Collection<UserId> users) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(users));
  }
}
