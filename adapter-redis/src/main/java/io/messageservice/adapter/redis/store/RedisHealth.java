package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.application.port.out.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisTimeoutException;

/**
 * Whether the store works. From a failure until it was tried with success nothing is tried by
 * clients' commands, so that none of them waits for a server that does not answer; where it just
 * does not write, it is still read.
 *
 * <p>Any thread may call; what is kept is guarded by this object.
 */
final class RedisHealth {

  /** Keys that the library names come later in its messages. */
  private static final int MAX_REASON = 100;

  /** What Redis 6 puts before the error that a script ran into. */
  private static final Pattern WHERE = Pattern.compile("^ERR Error running script .*?: -");

  private static final RedisScript NOTE = RedisScript.beside(RedisHealth.class, "note.lua");

  private final RedisStoreEvents events;
  private @Nullable Throwable failure;
  private boolean silent;

  RedisHealth(RedisStoreEvents events) {
    this.events = events;
  }

  synchronized boolean works() {
    return failure == null;
  }

  /** Goes on only where the store writes as far as is known. */
  synchronized void requireWorking() {
    if (failure != null) {
      throw new StoreUnavailable("the store does not write", failure);
    }
  }

  /** Goes on only where the store answers as far as is known. */
  synchronized void requireAnswering() {
    if (failure != null && silent) {
      throw new StoreUnavailable("the store does not answer", failure);
    }
  }

  synchronized void failed(StoreUnavailable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    silent |= isSilence(cause);
    if (failure == null) {
      failure = cause;
      events.failed(reason(cause));
    }
  }

  synchronized void recovered() {
    if (failure != null) {
      failure = null;
      silent = false;
      events.recovered();
    }
  }

  /**
   * Finds out whether every partition can be written, by what has no meaning. It blocks.
   *
   * @throws StoreUnavailable where that fails
   */
  static void requireWritable(RedisConnection connection) {
    List<CompletableFuture<Long>> written = new ArrayList<>();
    for (int i = 0; i < KeyPartition.COUNT; i++) {
      String key = connection.key(new KeyPartition(i), "trial");
      written.add(NOTE.number(connection, key, "", ""));
    }
    written.forEach(RedisAnswers::await);
  }

  /** What an operator is to know of it, in one line. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String plain = WHERE.matcher(line).replaceFirst("");
    int details = plain.indexOf(" channel: ");
    return plain.substring(0, Math.min(details < 0 ? plain.length() : details, MAX_REASON));
  }

  private static boolean isSilence(Throwable cause) {
    return cause instanceof RedisConnectionException
        || cause instanceof RedisTimeoutException
        || cause instanceof TimeoutException;
  }
}
