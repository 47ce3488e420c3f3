package io.messageservice.domain.conversation;

import io.messageservice.domain.user.UserId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * An immutable set of users: a hash trie with 32 children per branch. A set and the one that it was
 * made of share every node except those on the path to the user that was added or removed.
 *
 * <p><b>Shape.</b> Up to {@link #MAX_LEAF} users are one leaf, an array ordered by id. More users
 * are a branch: five bits of the hash choose the child, which is again a leaf or a branch. The next
 * five bits choose on the next level. Below the last level all users of a subtree have the same
 * hash; they are one leaf, however many they are.
 *
 * <p><b>Invariant.</b> A branch has more than {@link #MAX_LEAF} users and no empty child. So the
 * users alone determine the shape, whatever was added and removed before: two sets are equal where
 * their nodes are, one after the other, and the order of iteration depends on the content only.
 *
 * <p><b>Cost</b> for n users. {@link #contains}: log32 n branches, then a binary search in a leaf.
 * {@link #with} and {@link #without}: a copy of that path. {@link #equals} and {@link #addMissing}
 * skip nodes that both sets share, so they cost what differs. A set of two users is one array.
 *
 * <p>Methods that take a hash want that of {@link #spread}, and {@code shift} is the number of its
 * bits that the levels above have used.
 */
abstract class UserTrie implements Iterable<UserId> {

  static final UserTrie EMPTY = new Leaf(new UserId[0]);

  /** The most users that are one leaf although their hashes differ. */
  static final int MAX_LEAF = 8;

  private static final int BITS = 5;
  private static final int WIDTH = 1 << BITS;
  private static final Comparator<UserId> BY_ID = (a, b) -> a.value().compareTo(b.value());

  /** These users, each of which is there once. */
  static UserTrie of(Collection<UserId> distinct) {
    return build(distinct.toArray(UserId[]::new), 0);
  }

  /** Takes the array over. */
  private static UserTrie build(UserId[] distinct, int shift) {
    if (distinct.length <= MAX_LEAF || shift >= Integer.SIZE) {
      Arrays.sort(distinct, BY_ID);
      return new Leaf(distinct);
    }
    UserId[][] parts = parts(distinct, shift);
    UserTrie[] children = new UserTrie[WIDTH];
    int bitmap = 0;
    int count = 0;
    for (int slot = 0; slot < WIDTH; slot++) {
      if (parts[slot].length > 0) {
        bitmap |= 1 << slot;
        children[count++] = build(parts[slot], shift + BITS);
      }
    }
    int hash = Arrays.stream(distinct).mapToInt(UserId::hashCode).sum();
    return new Branch(bitmap, Arrays.copyOf(children, count), distinct.length, hash);
  }

  /** The users of each slot. */
  private static UserId[][] parts(UserId[] users, int shift) {
    int[] left = new int[WIDTH];
    for (UserId user : users) {
      left[slot(spread(user), shift)]++;
    }
    UserId[][] parts = new UserId[WIDTH][];
    Arrays.setAll(parts, slot -> new UserId[left[slot]]);
    for (UserId user : users) {
      int slot = slot(spread(user), shift);
      parts[slot][--left[slot]] = user;
    }
    return parts;
  }

  /** The user's hash, its bits mixed. Other hashes stay others. */
  static int spread(UserId user) {
    int mixed = user.hashCode() * 0x9E3779B9;
    return mixed ^ (mixed >>> 16);
  }

  private static int slot(int hash, int shift) {
    return (hash >>> shift) & (WIDTH - 1);
  }

  abstract int size();

  abstract boolean contains(UserId user, int hash, int shift);

  /** These and the user; this one where the user is there already. */
  abstract UserTrie with(UserId user, int hash, int shift);

  /** These without the user; this one where the user is not there. */
  abstract UserTrie without(UserId user, int hash, int shift);

  /** Adds the users that the other, on the same path, does not have. */
  abstract void addMissing(UserTrie other, int shift, Collection<UserId> missing);

  /** The nodes right below, in order. */
  abstract List<UserTrie> children();

  /** The sum of the users' hashes, as {@link java.util.Set} has it. */
  @Override
  public abstract int hashCode();

  @Override
  public abstract boolean equals(Object other);

  /** Few users, or users whose hashes are the same. */
  private static final class Leaf extends UserTrie {

    /** By id. */
    private final UserId[] users;

    Leaf(UserId[] users) {
      this.users = users;
    }

    @Override
    int size() {
      return users.length;
    }

    @Override
    boolean contains(UserId user, int hash, int shift) {
      return find(user) >= 0;
    }

    @Override
    UserTrie with(UserId user, int hash, int shift) {
      int found = find(user);
      if (found >= 0) {
        return this;
      }
      UserId[] more = inserted(users, -found - 1, user);
      return more.length <= MAX_LEAF ? new Leaf(more) : build(more, shift);
    }

    @Override
    UserTrie without(UserId user, int hash, int shift) {
      int found = find(user);
      if (found < 0) {
        return this;
      }
      return users.length == 1 ? EMPTY : new Leaf(removed(users, found));
    }

    @Override
    void addMissing(UserTrie other, int shift, Collection<UserId> missing) {
      for (UserId user : users) {
        if (!other.contains(user, spread(user), shift)) {
          missing.add(user);
        }
      }
    }

    @Override
    List<UserTrie> children() {
      return List.of();
    }

    @Override
    public Iterator<UserId> iterator() {
      return Arrays.asList(users).iterator();
    }

    @Override
    public boolean equals(Object other) {
      return other == this || (other instanceof Leaf that && Arrays.equals(users, that.users));
    }

    @Override
    public int hashCode() {
      int sum = 0;
      for (UserId user : users) {
        sum += user.hashCode();
      }
      return sum;
    }

    private int find(UserId user) {
      return Arrays.binarySearch(users, user, BY_ID);
    }
  }

  /** More users, divided by five bits of their hashes. */
  private static final class Branch extends UserTrie {

    /** One bit for each slot that has a child. */
    private final int bitmap;

    /** In order of their slots, without gaps. */
    private final UserTrie[] children;

    private final int size;
    private final int hashCode;

    Branch(int bitmap, UserTrie[] children, int size, int hashCode) {
      this.bitmap = bitmap;
      this.children = children;
      this.size = size;
      this.hashCode = hashCode;
    }

    @Override
    int size() {
      return size;
    }

    @Override
    boolean contains(UserId user, int hash, int shift) {
      return child(bit(hash, shift)).contains(user, hash, shift + BITS);
    }

    @Override
    UserTrie with(UserId user, int hash, int shift) {
      int bit = bit(hash, shift);
      UserTrie before = child(bit);
      UserTrie after = before.with(user, hash, shift + BITS);
      if (after.size() == before.size()) {
        return this;
      }
      int hashes = hashCode + user.hashCode();
      return has(bit)
          ? new Branch(bitmap, replaced(bit, after), size + 1, hashes)
          : new Branch(bitmap | bit, inserted(children, index(bit), after), size + 1, hashes);
    }

    @Override
    UserTrie without(UserId user, int hash, int shift) {
      int bit = bit(hash, shift);
      UserTrie before = child(bit);
      UserTrie after = before.without(user, hash, shift + BITS);
      if (after.size() == before.size()) {
        return this;
      }
      int hashes = hashCode - user.hashCode();
      Branch fewer =
          after.size() > 0
              ? new Branch(bitmap, replaced(bit, after), size - 1, hashes)
              : new Branch(bitmap ^ bit, removed(children, index(bit)), size - 1, hashes);
      return fewer.size > MAX_LEAF ? fewer : build(fewer.users(), shift);
    }

    @Override
    void addMissing(UserTrie other, int shift, Collection<UserId> missing) {
      if (equals(other)) {
        return;
      }
      if (!(other instanceof Branch that)) {
        new Leaf(users()).addMissing(other, shift, missing);
        return;
      }
      int at = 0;
      for (int bits = bitmap; bits != 0; bits &= bits - 1) {
        UserTrie others = that.child(Integer.lowestOneBit(bits));
        children[at++].addMissing(others, shift + BITS, missing);
      }
    }

    @Override
    List<UserTrie> children() {
      return Collections.unmodifiableList(Arrays.asList(children));
    }

    @Override
    public Iterator<UserId> iterator() {
      return new Walk(this);
    }

    @Override
    public boolean equals(Object other) {
      return other == this
          || (other instanceof Branch that
              && size == that.size
              && hashCode == that.hashCode
              && bitmap == that.bitmap
              && Arrays.equals(children, that.children));
    }

    @Override
    public int hashCode() {
      return hashCode;
    }

    private UserId[] users() {
      UserId[] users = new UserId[size];
      int count = 0;
      for (UserId user : this) {
        users[count++] = user;
      }
      return users;
    }

    private static int bit(int hash, int shift) {
      return 1 << slot(hash, shift);
    }

    private boolean has(int bit) {
      return (bitmap & bit) != 0;
    }

    private int index(int bit) {
      return Integer.bitCount(bitmap & (bit - 1));
    }

    private UserTrie child(int bit) {
      return has(bit) ? children[index(bit)] : EMPTY;
    }

    private UserTrie[] replaced(int bit, UserTrie child) {
      UserTrie[] copy = children.clone();
      copy[index(bit)] = child;
      return copy;
    }
  }

  private static <T> T[] inserted(T[] array, int at, T value) {
    T[] copy = Arrays.copyOf(array, array.length + 1);
    System.arraycopy(array, at, copy, at + 1, array.length - at);
    copy[at] = value;
    return copy;
  }

  private static <T> T[] removed(T[] array, int at) {
    T[] copy = Arrays.copyOf(array, array.length - 1);
    System.arraycopy(array, at + 1, copy, at, copy.length - at);
    return copy;
  }

  /** The users below a branch, leaf by leaf. */
  private static final class Walk implements Iterator<UserId> {

    /** The branches on the way down, each with its children that are still to come. */
    private final Deque<Iterator<UserTrie>> path = new ArrayDeque<>(8);

    private Iterator<UserId> leaf = EMPTY.iterator();

    Walk(UserTrie branch) {
      path.push(branch.children().iterator());
      advance();
    }

    @Override
    public boolean hasNext() {
      return leaf.hasNext();
    }

    @Override
    public UserId next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      UserId user = leaf.next();
      advance();
      return user;
    }

    /** Goes on to the next leaf where this one is at its end. */
    private void advance() {
      while (!leaf.hasNext() && !path.isEmpty()) {
        Iterator<UserTrie> siblings = path.peek();
        if (!siblings.hasNext()) {
          path.pop();
        } else {
          UserTrie next = siblings.next();
          if (next.children().isEmpty()) {
            leaf = next.iterator();
          } else {
            path.push(next.children().iterator());
          }
        }
      }
    }
  }
}
