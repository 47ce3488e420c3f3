package io.messageservice.adapter.redis.position;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The right to read a log, which one node at a time has, and up to where the log was read. The
 * reader gives signs of life; another node takes over where it sees none for the time of a lease,
 * by its own monotonic clock. Any thread may call; everything waits for Redis.
 */
final class ReaderLease {

  /** How long another node waits for the reader to give a sign. */
  static final Duration LEASE = Duration.ofSeconds(5);

  private static final RedisScript TAKE = RedisScript.beside(ReaderLease.class, "take.lua");
  private static final RedisScript NOTE = RedisScript.beside(ReaderLease.class, "note.lua");
  private static final RedisScript LEAVE = RedisScript.beside(ReaderLease.class, "leave.lua");

  private final RedisConnection connection;
  private final String node;
  private final LongSupplier nanoTime;
  private final String key;

  /** The last sign of another reader, and when it was first seen. */
  private String sign = "";

  private long signAt;

  /** When this node gave a sign last. */
  private long beatAt;

  /**
   * @param key beside which it is noted who reads
   */
  ReaderLease(RedisConnection connection, String node, LongSupplier nanoTime, String key) {
    this.connection = connection;
    this.node = node;
    this.nanoTime = nanoTime;
    this.key = key;
    this.beatAt = now() - LEASE.toNanos();
  }

  /**
   * Takes or renews the lease, where no other node has it.
   *
   * @return up to where the log was read, an empty text where that was never noted; nothing where
   *     another node has the lease
   */
  synchronized Optional<String> take() {
    long asked = now();
    String silent = !sign.isEmpty() && asked - signAt >= LEASE.toNanos() ? sign : "";
    boolean beats = asked - beatAt >= LEASE.toNanos() / 3;
    List<Object> answer =
        RedisAnswers.await(TAKE.list(connection, key, node, silent, beats ? 1 : 0));
    String other = RedisAnswers.text(answer.get(0));
    if (other.isEmpty() && beats) {
      beatAt = asked;
    }
    if (!other.equals(sign)) {
      sign = other;
      signAt = asked;
    }
    return other.isEmpty() ? Optional.of(RedisAnswers.text(answer.get(1))) : Optional.empty();
  }

  /**
   * Notes up to where the log was read.
   *
   * @return whether this node still has the lease; otherwise nothing is noted
   */
  boolean note(String position) {
    return RedisAnswers.await(NOTE.number(connection, key, node, position)) == 1;
  }

  /** Gives the lease up: another node goes on at once. */
  void leave() {
    long unused = RedisAnswers.await(LEAVE.number(connection, key, node));
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}
