package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The roles of a group's participants. Immutable; a copy with another role costs by the number of
 * those who are more than members.
 *
 * @param elevated those who are more than members
 */
public record Roles(Map<UserId, Role> elevated) {

  /** Everybody is a member. */
  public static final Roles NONE = new Roles(Map.of());

  /** Leaves out members. */
  public Roles {
    Map<UserId, Role> above = new LinkedHashMap<>(elevated);
    above.values().removeIf(role -> role == Role.MEMBER);
    elevated = Collections.unmodifiableMap(above);
  }

  /** The user owns the group, and nobody else is more than a member. */
  public static Roles ownedBy(UserId user) {
    return new Roles(Map.of(user, Role.OWNER));
  }

  /** The user's role. */
  public Role of(UserId user) {
    return elevated.getOrDefault(user, Role.MEMBER);
  }

  /** These, with that role for the user. */
  public Roles with(UserId user, Role role) {
    if (of(user) == role) {
      return this;
    }
    Map<UserId, Role> changed = new LinkedHashMap<>(elevated);
    changed.put(user, role);
    return new Roles(changed);
  }

  /** Whether somebody owns the group. */
  public boolean hasOwner() {
    return elevated.containsValue(Role.OWNER);
  }
}
