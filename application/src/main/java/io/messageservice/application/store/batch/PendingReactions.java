package io.messageservice.application.store.batch;

import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** The reactions to a message as a batch makes them. */
final class PendingReactions {

  /** In their order. */
  final List<ReactionChange> changes = new ArrayList<>();

  /** In the order in which they were first given. */
  private final Map<Reaction, Givers> givers = new LinkedHashMap<>();

  /**
   * @param before as the store has them, and nobody has reacted since
   */
  PendingReactions(List<ReactionCount> before) {
    before.forEach(count -> givers.put(count.reaction(), new Givers(count)));
  }

  void add(ReactionChange change) {
    changes.add(change);
    Reaction reaction = change.reaction();
    givers
        .computeIfAbsent(reaction, none -> new Givers(new ReactionCount(none, 0, List.of())))
        .note(change.user(), change.added());
    givers.values().removeIf(each -> each.count() == 0);
  }

  ReactionState state(Reaction reaction, UserId user, ReactionState stored) {
    Givers own = givers.get(reaction);
    return own == null
        ? new ReactionState(givers.size(), 0, false)
        : new ReactionState(givers.size(), own.count(), own.has(user, stored.own()));
  }

  List<ReactionCount> counted(BiFunction<Reaction, Integer, List<UserId>> stored) {
    return givers.values().stream().map(each -> each.counted(stored)).toList();
  }

  /**
   * Who has given one reaction to a message.
   *
   * @param before as the store has it
   * @param added who gave it since, in that order
   * @param gone who was among those before and took it back
   */
  private record Givers(ReactionCount before, Set<UserId> added, Set<UserId> gone) {

    Givers(ReactionCount before) {
      this(before, new LinkedHashSet<>(), new HashSet<>());
    }

    void note(UserId user, boolean gives) {
      if (gives) {
        added.add(user);
      } else if (!added.remove(user)) {
        gone.add(user);
      }
    }

    boolean has(UserId user, boolean hadBefore) {
      return added.contains(user) || (hadBefore && !gone.contains(user));
    }

    int count() {
      return before.count() + added.size() - gone.size();
    }

    /**
     * Those who come after the first that the store names are asked for where they are first now.
     */
    ReactionCount counted(BiFunction<Reaction, Integer, List<UserId>> stored) {
      boolean lacks = !gone.isEmpty() && before.count() > before.first().size();
      List<UserId> first =
          lacks
              ? stored.apply(before.reaction(), ReactionCount.MAX_NAMED + gone.size())
              : before.first();
      return new ReactionCount(
          before.reaction(),
          count(),
          Stream.concat(first.stream().filter(user -> !gone.contains(user)), added.stream())
              .limit(ReactionCount.MAX_NAMED)
              .toList());
    }
  }
}
