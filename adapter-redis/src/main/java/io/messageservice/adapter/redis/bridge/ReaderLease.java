package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The right to read a log, which one node at a time has, and up to where the log was read. The
 * reader gives signs of life; another node takes over where it sees none for the time of a lease,
 * by its own monotonic clock. One thread at a time may call; everything waits for Redis.
 */
final class ReaderLease {

  /** How long another node waits for the reader to give a sign. */
  static final Duration LEASE = Duration.ofSeconds(5);

  private static final RedisScript TAKE = RedisScript.beside(ReaderLease.class, "take.lua");
  private static final RedisScript NOTE = RedisScript.beside(ReaderLease.class, "note.lua");
  private static final RedisScript LEAVE = RedisScript.beside(ReaderLease.class, "leave.lua");

  private final String key;
  private final BridgeEnvironment environment;

  /** The last sign of another reader, and when it was first seen. */
  private String sign = "";

  private long signAt;

  /** When this node gave a sign last. */
  private long beatAt;

  /**
   * @param key beside which it is noted who reads
   */
  ReaderLease(String key, BridgeEnvironment environment) {
    this.key = key;
    this.environment = environment;
    this.beatAt = now() - LEASE.toNanos();
  }

  /**
   * Takes or renews the lease, where no other node has it.
   *
   * @return up to where the log was read, an empty text where that was never noted; nothing where
   *     another node has the lease
   */
  Optional<String> take() {
    long asked = now();
    String silent = !sign.isEmpty() && asked - signAt >= LEASE.toNanos() ? sign : "";
    boolean beats = asked - beatAt >= LEASE.toNanos() / 3;
    List<Object> answer =
        RedisAnswers.await(
            TAKE.list(environment.redis(), key, environment.node(), silent, beats ? 1 : 0));
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
    return RedisAnswers.await(NOTE.number(environment.redis(), key, environment.node(), position))
        == 1;
  }

  /** Gives the lease up: another node goes on at once. */
  void leave() {
    long unused = RedisAnswers.await(LEAVE.number(environment.redis(), key, environment.node()));
  }

  private long now() {
    return environment.nanoTime().getAsLong();
  }
}
