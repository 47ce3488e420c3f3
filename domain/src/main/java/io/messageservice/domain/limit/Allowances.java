package io.messageservice.domain.limit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The allowance of each of many clients under one {@link Rate}. One thread at a time may call.
 *
 * <p>Only those who used theirs lately are remembered, at most {@link #MAX_REMEMBERED}: past that
 * the one not seen for longest is forgotten and may begin again.
 *
 * @param <K> a client
 */
public final class Allowances<K> {

  /** The most clients that are remembered. */
  public static final int MAX_REMEMBERED = 100_000;

  private final Rate rate;
  private final Map<K, Allowance> used = new LinkedHashMap<>(16, 0.75f, true);

  /** Everybody's full. */
  public Allowances(Rate rate) {
    this.rate = rate;
  }

  /**
   * Takes one permit of the client.
   *
   * @param nowNanos a reading of a monotonic clock, as of {@link System#nanoTime}
   * @return whether there was one
   */
  public boolean take(K client, long nowNanos) {
    forgetOldest(nowNanos);
    return used.computeIfAbsent(client, k -> new Allowance(nowNanos)).take(rate, nowNanos);
  }

  /**
   * How long until the client can take a permit: 0 where it can now. Takes nothing.
   *
   * @param nowNanos a reading of a monotonic clock, as of {@link System#nanoTime}
   */
  public long nanosUntilPermit(K client, long nowNanos) {
    @Nullable Allowance allowance = used.get(client);
    return allowance == null ? 0 : allowance.nanosUntilPermit(rate, nowNanos);
  }

  /** How many clients are remembered. */
  public int size() {
    return used.size();
  }

  private void forgetOldest(long nowNanos) {
    Iterator<Allowance> oldestFirst = used.values().iterator();
    while (oldestFirst.hasNext()) {
      if (!oldestFirst.next().isFull(nowNanos) && used.size() < MAX_REMEMBERED) {
        return;
      }
      oldestFirst.remove();
    }
  }
}
