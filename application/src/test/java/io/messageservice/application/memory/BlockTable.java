package io.messageservice.application.memory;

import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who blocks whom. Guarded by the tables that it belongs to. */
public final class BlockTable {

  private static final Comparator<UserId> BY_ID = Comparator.comparing(UserId::value);

  private final Map<UserId, SortedSet<UserId>> blocked = new HashMap<>();
  private final Map<UserId, SortedSet<UserId>> blockers = new HashMap<>();

  /** Puts it in place of what it was. */
  public void put(BlockChange change) {
    put(blocked, change.user(), change.blocked(), change.holds());
    put(blockers, change.blocked(), change.user(), change.holds());
  }

  private static void put(
      Map<UserId, SortedSet<UserId>> sets, UserId of, UserId one, boolean holds) {
    Set<UserId> set = sets.computeIfAbsent(of, id -> new TreeSet<>(BY_ID));
    if (holds) {
      set.add(one);
    } else {
      set.remove(one);
    }
  }

  /** Whether the user blocks the other. */
  public boolean blocks(UserId user, UserId other) {
    return of(blocked, user).contains(other);
  }

  /** How many users the user blocks. */
  public int count(UserId user) {
    return of(blocked, user).size();
  }

  /** Whom the user blocks, by id. */
  public List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) {
    return of(blocked, user).stream()
        .filter(one -> after.isEmpty() || BY_ID.compare(one, after.get()) > 0)
        .limit(limit)
        .toList();
  }

  /** Whom the user blocks or who block the user. */
  public Set<UserId> with(UserId user) {
    Set<UserId> all = new LinkedHashSet<>(of(blocked, user));
    all.addAll(of(blockers, user));
    return all;
  }

  private static Set<UserId> of(Map<UserId, SortedSet<UserId>> sets, UserId user) {
    return sets.getOrDefault(user, new TreeSet<>(BY_ID));
  }
}
