package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisScript.word;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * In which conversations each user may take part. It lies outside the partitions, so it is written
 * before they do: it may name too many, never too few. A reader asks the conversations, and takes
 * out what has been wrong for a day. Any thread that may block may call.
 */
final class Joins {

  /**
   * How long an entry may wait for what it announces. Of the wall clock, which may jump, so it is
   * far longer than it takes.
   */
  private static final long GRACE_MILLIS = 24 * 3_600_000;

  private static final RedisScript JOIN = RedisScript.beside(Joins.class, "join.lua");
  private static final RedisScript ALL = RedisScript.beside(Joins.class, "conversations.lua");
  private static final RedisScript PART = RedisScript.beside(Joins.class, "part.lua");

  private final RedisConnection connection;
  private final Keys keys;

  Joins(RedisConnection connection) {
    this.connection = connection;
    this.keys = new Keys(connection.prefix());
  }

  /** Notes who is about to take part where; returns when all of it is noted. */
  void announce(Collection<PendingConversation> conversations, long nowMillis) {
    Map<UserId, List<ConversationId>> joins = new HashMap<>();
    for (PendingConversation pending : conversations) {
      for (UserId user : pending.came) {
        joins.computeIfAbsent(user, id -> new ArrayList<>()).add(pending.id());
      }
    }
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    joins.forEach((user, ids) -> sent.add(announce(user, ids, nowMillis)));
    sent.forEach(RedisFutures::await);
  }

  private CompletableFuture<Long> announce(UserId user, List<ConversationId> ids, long nowMillis) {
    Words words = new Words().add(nowMillis);
    ids.forEach(id -> words.add(id.value()));
    return JOIN.number(connection, keys.conversations(user), words.toArray());
  }

  /** Where the user may take part, with when they last began to. */
  Map<ConversationId, Long> of(UserId user) {
    List<Object> found = RedisFutures.await(ALL.list(connection, keys.conversations(user)));
    Map<ConversationId, Long> joins = new HashMap<>();
    for (int i = 0; i < found.size(); i += 2) {
      joins.put(
          new ConversationId(RedisAnswers.text(found.get(i))),
          RedisAnswers.number(found.get(i + 1)));
    }
    return joins;
  }

  /** The user does not take part in these; those noted long enough ago are taken out. */
  void repair(UserId user, Map<ConversationId, Long> wrong, long nowMillis) {
    List<Object> words = new ArrayList<>();
    wrong.forEach(
        (id, at) -> {
          if (at < nowMillis - GRACE_MILLIS) {
            words.add(word(id.value()));
            words.add(word(Long.toString(at)));
          }
        });
    if (!words.isEmpty()) {
      try {
        RedisFutures.await(PART.number(connection, keys.conversations(user), words.toArray()));
      } catch (StoreUnavailable e) {
        // whoever reads it next tries again
      }
    }
  }
}
