package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A log in Redis, numbered without holes, which one node at a time reads on in. That one gives
 * signs of life while it reads; another takes over where it sees none for the time of a lease, by
 * its own monotonic clock. Up to where it was told is kept beside the log. Any thread may call.
 */
final class Log {

  /** How long another node waits for the reader to give a sign. */
  static final Duration LEASE = Duration.ofSeconds(5);

  /** The most entries that are read at once. */
  static final int MOST = 128;

  private static final RedisScript TAKE = RedisScript.beside(Log.class, "take.lua");
  private static final RedisScript PASSED = RedisScript.beside(Log.class, "passed.lua");
  private static final RedisScript LEAVE = RedisScript.beside(Log.class, "leave.lua");

  private final String name;
  private final String key;
  private final Site site;

  /** The last sign of another reader, and when it was first seen. Guarded by this. */
  private String sign = "";

  private long signAt;

  /** When this node gave a sign last. Guarded by this. */
  private long beatAt;

  /**
   * @param name what events from it are named after
   * @param key the stream
   */
  Log(String name, String key, Site site) {
    this.name = name;
    this.key = key;
    this.site = site;
    this.beatAt = site.nanoTime().getAsLong() - LEASE.toNanos();
  }

  /**
   * What was read.
   *
   * @param sign of the reader where that is another node, and the rest is empty
   * @param lost how many entries went from the log before they were read
   */
  record Take(String sign, long lost, List<LogEntry> entries) {

    /** Whether this node is the reader. */
    boolean ours() {
      return sign.isEmpty();
    }

    private static Take of(List<Object> answer) {
      return answer.size() == 1
          ? new Take(RedisAnswers.text(answer.get(0)), 0, List.of())
          : new Take(
              "",
              RedisAnswers.number(answer.get(0)),
              RedisAnswers.list(answer.get(1)).stream().map(LogEntry::of).toList());
    }
  }

  String name() {
    return name;
  }

  /** Reads on from what was told. */
  CompletableFuture<Take> take() {
    long now = site.nanoTime().getAsLong();
    String silent;
    boolean beats;
    synchronized (this) {
      silent = !sign.isEmpty() && now - signAt >= LEASE.toNanos() ? sign : "";
      beats = now - beatAt >= LEASE.toNanos() / 3;
    }
    return TAKE.list(site.redis(), key, site.node(), silent, beats ? 1 : 0, MOST)
        .thenApply(Take::of)
        .whenComplete((take, fault) -> seen(take, now, beats));
  }

  private synchronized void seen(@Nullable Take take, long now, boolean beat) {
    if (take == null) {
      return;
    }
    if (take.ours() && beat) {
      beatAt = now;
    }
    if (!take.sign().equals(sign)) {
      sign = take.sign();
      signAt = now;
    }
  }

  /** Everything up to the entry was told. */
  CompletableFuture<Long> passed(LogEntry last) {
    return PASSED.number(site.redis(), key, site.node(), last.id());
  }

  /** This node reads no more. */
  CompletableFuture<Long> leave() {
    return LEAVE.number(site.redis(), key, site.node());
  }
}
