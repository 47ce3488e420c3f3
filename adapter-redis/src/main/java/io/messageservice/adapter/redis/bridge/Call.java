package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A script of the bridge, which takes texts, numbers and bytes. Any thread may call. */
final class Call {

  private final RedisScript script;

  private Call(RedisScript script) {
    this.script = script;
  }

  /** The script in the file. */
  static Call of(String file) {
    return new Call(RedisScript.beside(Call.class, file));
  }

  /** Runs it where the key is; it answers a list. Never blocks. */
  CompletableFuture<List<Object>> list(RedisConnection redis, String key, Object... words) {
    return list(redis, key, List.of(words));
  }

  /** Runs it where the key is; it answers a list. Never blocks. */
  CompletableFuture<List<Object>> list(RedisConnection redis, String key, Collection<?> words) {
    return script.list(redis, key, bytes(words));
  }

  /** Runs it where the key is; it answers a number. Never blocks. */
  CompletableFuture<Long> number(RedisConnection redis, String key, Object... words) {
    return number(redis, key, List.of(words));
  }

  /** Runs it where the key is; it answers a number. Never blocks. */
  CompletableFuture<Long> number(RedisConnection redis, String key, Collection<?> words) {
    return script.number(redis, key, bytes(words));
  }

  private static Object[] bytes(Collection<?> words) {
    return words.stream()
        .map(word -> word instanceof byte[] ? word : RedisScript.word(word.toString()))
        .toArray();
  }
}
