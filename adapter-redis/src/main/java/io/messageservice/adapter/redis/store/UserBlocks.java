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
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whom users block, in the partition of each who does. The other way round there is a {@link
 * UserIndex}, which is asked for who may block somebody. Any thread that may block may read; only
 * the lane may announce and settle.
 */
final class UserBlocks {

  private static final int ALL = -1;

  private final Reads reads;
  private final UserIndex blockers;

  /** When something was last noted. Only the lane asks. */
  private long notedAtMillis;

  UserBlocks(RedisConnection connection, InstantSource clock) {
    this.reads = new Reads(connection);
    this.blockers = new UserIndex(connection, "blockers:", clock);
  }

  /**
   * Adds the blocks that begin or end to the index of the users who are blocked. Blocks that are
   * stored already are added again, since the server of the index may have lost them. Returns when
   * all is stored.
   */
  void announce(List<BlockChange> changes, List<BlockChange> confirmed, long nowMillis) {
    Map<UserId, List<String>> users = new HashMap<>();
    Stream.of(changes, confirmed)
        .flatMap(List::stream)
        .forEach(
            change ->
                users
                    .computeIfAbsent(change.blocked(), id -> new ArrayList<>())
                    .add(change.user().value()));
    notedAtMillis = Math.max(notedAtMillis + 1, nowMillis);
    blockers.announce(users, notedAtMillis);
  }

  /**
   * These were written as announced: notes of blocks that ended are removed, unless noted again.
   */
  void settle(List<BlockChange> changes) {
    Map<UserId, Map<String, Long>> ended = new HashMap<>();
    for (BlockChange change : changes) {
      if (!change.holds()) {
        ended
            .computeIfAbsent(change.blocked(), id -> new HashMap<>())
            .put(change.user().value(), notedAtMillis);
      }
    }
    blockers.remove(ended);
  }

  /** Whom the user blocks, by id, after somebody. */
  List<UserId> by(UserId user, Optional<UserId> after, int limit) {
    return users(reads.ask(Question.blocked(user, after, limit)));
  }

  /** Whom the user blocks, or who blocks the user; one round trip where nobody is noted. */
  Set<UserId> with(UserId user) {
    CompletableFuture<Map<String, Long>> asked = blockers.ask(user);
    Set<UserId> with = new HashSet<>(by(user, Optional.empty(), ALL));
    Map<String, Long> noted = RedisAnswers.await(asked);
    Map<String, Question> questions = new HashMap<>();
    noted.keySet().forEach(name -> questions.put(name, Question.blocks(new UserId(name), user)));
    Map<Question, Object> given = reads.ask(questions.values());
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
