package io.messageservice.application.budget;

import io.messageservice.domain.limit.Allowances;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How often each user may do something. Any thread may call. */
public final class UserLimit {

  private final Optional<Allowances<UserId>> allowances;
  private final LongSupplier nanoTime;

  /**
   * At that rate; empty for any number.
   *
   * @param nanoTime a monotonic clock
   */
  public UserLimit(Optional<Rate> rate, LongSupplier nanoTime) {
    this.allowances = rate.map(Allowances::new);
    this.nanoTime = nanoTime;
  }

  /** Whether the user may do it now; counts it then. */
  public boolean take(UserId user) {
    return allowances.map(some -> take(some, user)).orElse(true);
  }

  private boolean take(Allowances<UserId> some, UserId user) {
    synchronized (some) {
      return some.take(user, nanoTime.getAsLong());
    }
  }
}
