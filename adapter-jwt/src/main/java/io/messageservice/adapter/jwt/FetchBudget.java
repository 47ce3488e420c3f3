package io.messageservice.adapter.jwt;

import io.messageservice.domain.limit.Allowance;
import io.messageservice.domain.limit.Allowances;
import io.messageservice.domain.limit.Rate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Limits how often keys may be fetched because tokens name unknown ones: for each client, and for
 * all together. One thread at a time may call.
 *
 * <p>Anyone can invent a key id. One client may spend less than the total, so it takes several
 * addresses to use that up.
 */
final class FetchBudget {

  /** Of one client: two at once, then one in 30 s. */
  static final Rate OF_CLIENT = new Rate(1, TimeUnit.SECONDS.toNanos(30), 2);

  /** Of all clients together: six at once, then one in 10 s. */
  static final Rate IN_ALL = new Rate(1, TimeUnit.SECONDS.toNanos(10), 6);

  private final Allowances<String> ofClients = new Allowances<>(OF_CLIENT);
  private final Allowance inAll;

  /** Nothing is spent at the given reading of the clock. */
  FetchBudget(long nowNanos) {
    this.inAll = new Allowance(nowNanos);
  }

  /**
   * Spends one fetch of the client.
   *
   * @param nowNanos a reading of a monotonic clock
   * @return zero where that was possible, otherwise how long until it is; then nothing is spent
   */
  Duration spend(String client, long nowNanos) {
    long wait =
        Math.max(
            ofClients.nanosUntilPermit(client, nowNanos), inAll.nanosUntilPermit(IN_ALL, nowNanos));
    if (wait == 0) {
      boolean unusedOne = ofClients.take(client, nowNanos);
      boolean unusedOther = inAll.take(IN_ALL, nowNanos);
    }
    return Duration.ofNanos(wait);
  }
}
