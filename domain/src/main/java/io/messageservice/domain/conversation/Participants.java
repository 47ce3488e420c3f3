package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The users who take part in a conversation. Immutable; one more or one fewer costs a few small
 * copies, however many there are. The order of iteration depends only on who takes part.
 */
public final class Participants implements Iterable<UserId> {

  /** Nobody. */
  public static final Participants NONE = new Participants(UserTrie.EMPTY);

  private final UserTrie users;

  private Participants(UserTrie users) {
    this.users = users;
  }

  /** These users, each once. */
  public static Participants of(Collection<UserId> users) {
    return new Participants(
        UserTrie.of(users instanceof Set<UserId> each ? each : new HashSet<>(users)));
  }

  /** These two users. */
  public static Participants of(UserId one, UserId other) {
    return NONE.with(one).with(other);
  }

  /** Whether the user takes part. */
  public boolean contains(UserId user) {
    return users.contains(user, UserTrie.spread(user), 0);
  }

  /** How many there are. */
  public int size() {
    return users.size();
  }

  /** These and the user. */
  public Participants with(UserId user) {
    return become(users.with(user, UserTrie.spread(user), 0));
  }

  /** These without the user. */
  public Participants without(UserId user) {
    return become(users.without(user, UserTrie.spread(user), 0));
  }

  /** Those of these who are not among the others. Costs little where one was made of the other. */
  public List<UserId> notIn(Participants others) {
    List<UserId> missing = new ArrayList<>();
    users.addMissing(others.users, 0, missing);
    return missing;
  }

  /** Whether these are the two users and nobody else. */
  public boolean areJust(UserId one, UserId other) {
    return users.size() == 2 && contains(one) && contains(other);
  }

  /** The users: an unmodifiable view. */
  public Set<UserId> asSet() {
    return new View(this);
  }

  @Override
  public Iterator<UserId> iterator() {
    return users.iterator();
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
    return asSet().toString();
  }

  UserTrie trie() {
    return users;
  }

  private Participants become(UserTrie changed) {
    return changed.equals(users) ? this : new Participants(changed);
  }

  private static final class View extends AbstractSet<UserId> {
    private final Participants users;

    View(Participants users) {
      this.users = users;
    }

    @Override
    public int size() {
      return users.size();
    }

    @Override
    public boolean contains(Object user) {
      return user instanceof UserId id && users.contains(id);
    }

    @Override
    public Iterator<UserId> iterator() {
      return users.iterator();
    }
  }
}
