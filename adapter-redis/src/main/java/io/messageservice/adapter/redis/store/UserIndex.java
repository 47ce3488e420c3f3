package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Names that are noted for each user outside the partitions, before what they stand for is written
 * there: so it may have too many. It has too few only where a fail-over of its server lost some, or
 * where one was removed by {@link #remove} that another node was about to write, until they are
 * noted again. A reader asks the partitions, and has removed what has been wrong for a day. Any
 * thread that may block may call.
 */
final class UserIndex {

  /**
   * How long an entry may wait for what it announces. Of the wall clock, which may jump, so it is
   * far longer than it takes.
   */
  private static final long GRACE_MILLIS = 24 * 3_600_000;

  private static final RedisScript ANNOUNCE = RedisScript.beside(UserIndex.class, "announce.lua");
  private static final RedisScript NAMES = RedisScript.beside(UserIndex.class, "names.lua");
  private static final RedisScript REPAIR = RedisScript.beside(UserIndex.class, "repair.lua");

  private final RedisConnection connection;
  private final String prefix;
  private final InstantSource clock;

  /** Under keys that begin so. */
  UserIndex(RedisConnection connection, String prefix, InstantSource clock) {
    this.connection = connection;
    this.prefix = connection.prefix() + prefix;
    this.clock = clock;
  }

  /** Notes the names of each user; returns when all of it is noted. */
  void announce(Map<UserId, ? extends Collection<String>> names, long nowMillis) {
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    names.forEach(
        (user, some) -> sent.add(ANNOUNCE.number(connection, key(user), nowMillis, some)));
    sent.forEach(RedisAnswers::await);
  }

  /** The names of the user, with when each was last noted. */
  Map<String, Long> of(UserId user) {
    return RedisAnswers.await(ask(user));
  }

  /** The same without waiting for it. */
  CompletableFuture<Map<String, Long>> ask(UserId user) {
    return NAMES.list(connection, key(user)).thenApply(UserIndex::names);
  }

  private static Map<String, Long> names(List<Object> found) {
    Map<String, Long> names = new HashMap<>();
    for (int i = 0; i < found.size(); i += 2) {
      names.put(RedisAnswers.text(found.get(i)), RedisAnswers.number(found.get(i + 1)));
    }
    return names;
  }

  /** These stand for nothing; those noted long enough ago are removed. */
  void repair(UserId user, Map<String, Long> wrong) {
    long oldest = clock.millis() - GRACE_MILLIS;
    Map<String, Long> old = new HashMap<>(wrong);
    old.values().removeIf(at -> at >= oldest);
    if (!old.isEmpty()) {
      remove(Map.of(user, old));
    }
  }

  /** Removes names, unless they were noted again since then. Where that fails, readers do it. */
  void remove(Map<UserId, Map<String, Long>> names) {
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    names.forEach(
        (user, some) -> {
          List<Object> words = new ArrayList<>();
          some.forEach((name, at) -> Collections.addAll(words, name, at));
          sent.add(REPAIR.number(connection, key(user), words));
        });
    try {
      sent.forEach(RedisAnswers::await);
    } catch (StoreUnavailable e) {
      // the next reader tries again
    }
  }

  private String key(UserId user) {
    return prefix + user.value();
  }
}
