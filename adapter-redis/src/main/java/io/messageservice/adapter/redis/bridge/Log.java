package io.messageservice.adapter.redis.bridge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A log in Redis, numbered without holes, which one node at a time reads on in. Which one is up to
 * a lease that reading renews; up to where it was told is kept beside the log. Any thread may call.
 */
final class Log {

  /** How long another node waits for the reader to give a sign. */
  static final Duration LEASE = Duration.ofSeconds(5);

  /** The most entries that are read at once. */
  static final int MOST = 128;

  private static final Call TAKE = Call.of("take.lua");
  private static final Call PASSED = Call.of("passed.lua");
  private static final Call LEAVE = Call.of("leave.lua");

  private final String name;
  private final String key;
  private final Site site;

  /**
   * @param name what events from it are named after
   * @param key the stream
   */
  Log(String name, String key, Site site) {
    this.name = name;
    this.key = key;
    this.site = site;
  }

  /**
   * What was read.
   *
   * @param ours whether this node is the reader; otherwise the rest is empty
   * @param lost how many entries went from the log before they were read
   */
  record Take(boolean ours, long lost, List<LogEntry> entries) {

    private static final Take NONE = new Take(false, 0, List.of());

    private static Take of(List<Object> answer) {
      return answer.isEmpty()
          ? NONE
          : new Take(
              true,
              Answers.number(answer.get(0)),
              Answers.list(answer.get(1)).stream().map(LogEntry::of).toList());
    }
  }

  String name() {
    return name;
  }

  /** Reads on from what was told. */
  CompletableFuture<Take> take() {
    return TAKE.list(site.redis(), key, site.node(), LEASE.toMillis(), MOST).thenApply(Take::of);
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
