package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisScript.word;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds out whether every partition can be written. Any thread that may block may call. */
final class RedisTrial {

  private static final RedisScript NOTE = RedisScript.beside(RedisTrial.class, "note.lua");

  private final RedisConnection connection;
  private final Keys keys;

  RedisTrial(RedisConnection connection) {
    this.connection = connection;
    this.keys = new Keys(connection.prefix());
  }

  /**
   * Writes something of no meaning everywhere.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where that fails
   */
  void run() {
    List<CompletableFuture<Long>> written = new ArrayList<>();
    for (int i = 0; i < Partition.COUNT; i++) {
      String key = keys.trial(new Partition(i));
      written.add(NOTE.number(connection, key, word(""), word("")));
    }
    written.forEach(RedisFutures::await);
  }
}
