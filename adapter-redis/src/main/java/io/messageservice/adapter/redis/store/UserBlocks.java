package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom users block, in the partition of each who does. The other way round there is a {@link
 * UserIndex}, which is asked for who may block somebody. Any thread that may block may call.
 */
final class UserBlocks {

  private static final int ALL = -1;

  private final Reads reads;
  private final UserIndex blockers;

  UserBlocks(RedisConnection connection, InstantSource clock) {
    this.reads = new Reads(connection);
    this.blockers = new UserIndex(connection, "blockers:", clock);
  }

  /** Notes who is about to be blocked; returns when all of it is noted. */
  void announce(List<BlockChange> changes, long nowMillis) {
    Map<UserId, List<String>> blocked = new HashMap<>();
    for (BlockChange change : changes) {
      if (change.holds()) {
        blocked
            .computeIfAbsent(change.blocked(), id -> new ArrayList<>())
            .add(change.user().value());
      }
    }
    blockers.announce(blocked, nowMillis);
  }

  /** Whom the user blocks, by id, after somebody. */
  List<UserId> by(UserId user, Optional<UserId> after, int limit) {
    return users(reads.ask(Question.blocked(user, after, limit)));
  }

  /** Whom the user blocks, or who blocks the user. */
  Set<UserId> with(UserId user) {
    Map<String, Long> noted = blockers.of(user);
    Map<String, Question> questions = new HashMap<>();
    noted.keySet().forEach(name -> questions.put(name, Question.blocks(new UserId(name), user)));
    Question blocked = Question.blocked(user, Optional.empty(), ALL);
    List<Question> all = new ArrayList<>(questions.values());
    all.add(blocked);
    Map<Question, Object> given = reads.ask(all);
    Set<UserId> with = new HashSet<>(users(given.get(blocked)));
    Map<String, Long> wrong = new HashMap<>();
    noted.forEach(
        (name, at) -> {
          if (given.containsKey(questions.get(name))) {
            with.add(new UserId(name));
          } else {
            wrong.put(name, at);
          }
        });
    blockers.repair(user, wrong);
    return with;
  }

  private static List<UserId> users(@Nullable Object names) {
    return RedisAnswers.list(names).stream()
        .map(name -> new UserId(RedisAnswers.text(name)))
        .toList();
  }
}
