package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** The users who take part in a conversation. Immutable. */
public final class Participants implements Iterable<UserId> {

  /** Nobody. */
  public static final Participants NONE = new Participants(Set.of());

  private final Set<UserId> users;

  private Participants(Set<UserId> users) {
    this.users = users;
  }

  /** These users, each once. */
  public static Participants of(Collection<UserId> users) {
    return new Participants(new HashSet<>(users));
  }

  /** These two users. */
  public static Participants of(UserId one, UserId other) {
    return of(List.of(one, other)); // a set of two from Set.of has another order in each JVM
  }

  /** Whether the user takes part. */
  public boolean contains(UserId user) {
    return users.contains(user);
  }

  /** How many there are. */
  public int size() {
    return users.size();
  }

  /** These and the user. */
  public Participants with(UserId user) {
    if (contains(user)) {
      return this;
    }
    Set<UserId> more = new HashSet<>((users.size() + 1) * 2);
    more.addAll(users);
    more.add(user);
    return new Participants(more);
  }

  /** These without the user. */
  public Participants without(UserId user) {
    if (!contains(user)) {
      return this;
    }
    Set<UserId> fewer = new HashSet<>(users);
    fewer.remove(user);
    return new Participants(fewer);
  }

  /** Whether these are the two users and nobody else. */
  public boolean areJust(UserId one, UserId other) {
    return users.size() == 2 && contains(one) && contains(other);
  }

  /** The users, unmodifiable and in no order. */
  public Set<UserId> asSet() {
    return Collections.unmodifiableSet(users);
  }

  @Override
  public Iterator<UserId> iterator() {
    return asSet().iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Participants that && users.equals(that.users);
  }

  @Override
  public int hashCode() {
    return users.hashCode();
  }

  @Override
  public String toString() {
    return users.toString();
  }
}
