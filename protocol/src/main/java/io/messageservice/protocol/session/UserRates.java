package io.messageservice.protocol.session;

import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The {@link UserRate} of each user of this node. Any thread may call. Looked up once for each
 * connection, not for each command.
 *
 * <p>A user keeps theirs while they are connected, and after the last connection until the
 * allowance is full again and no refusal counts any more, so that reconnecting gains nothing. Of
 * users who are not connected at most {@link #MAX_REMEMBERED} are remembered; past that the one who
 * left first is forgotten and begins with a full allowance.
 */
public final class UserRates {

  /** The answer to a command past the rate. */
  public static final Refusal RATE_LIMITED =
      new Refusal(Refusal.Code.RATE_LIMITED, "too many commands, slow down");

  /** The most users who are remembered without a connection. */
  static final int MAX_REMEMBERED = 100_000;

  private final Map<UserId, UserRate> users = new ConcurrentHashMap<>();

  /** Of users whose last connection was closed, in that order; some may be connected again. */
  private final Queue<UserRate> left = new ConcurrentLinkedQueue<>();

  private final AtomicInteger leftCount = new AtomicInteger();

  /**
   * Counts a command of a user, connected or not, that comes by another way than a connection.
   *
   * @return empty where it may be carried out
   */
  public Optional<RateRefusal> take(UserId user, Rate rate, long nowNanos) {
    UserRate entered = enter(user, nowNanos);
    try {
      return entered.take(rate, nowNanos)
          ? Optional.empty()
          : Optional.of(
              new RateRefusal(
                  Duration.ofNanos(entered.nanosUntilPermit(rate, nowNanos)),
                  !entered.refuse(nowNanos)));
    } finally {
      leave(entered, nowNanos);
    }
  }

  /**
   * A command past the rate.
   *
   * @param delay until the next one may come
   * @param isTooMuch whether the user continued in spite of so many refusals that they are cut off
   */
  public record RateRefusal(Duration delay, boolean isTooMuch) {}

  /** A connection of the user opens; to be given back by {@link #leave}. */
  UserRate enter(UserId user, long nowNanos) {
    forget(nowNanos);
    return users.compute(
        user,
        (id, known) -> {
          UserRate rate = known == null ? new UserRate(id, nowNanos) : known;
          rate.connect();
          return rate;
        });
  }

  /** One of the user's connections is closed. */
  void leave(UserRate rate, long nowNanos) {
    users.computeIfPresent(rate.user(), (id, known) -> withoutConnection(known, nowNanos));
    forget(nowNanos);
  }

  /** How many users are known. */
  int size() {
    return users.size();
  }

  private @Nullable UserRate withoutConnection(UserRate rate, long nowNanos) {
    rate.disconnect();
    if (rate.isConnected()) {
      return rate;
    }
    return rate.isUnused(nowNanos) ? null : queued(rate);
  }

  private UserRate queued(UserRate rate) {
    if (rate.queue()) {
      left.add(rate);
      leftCount.incrementAndGet();
    }
    return rate;
  }

  private void forget(long nowNanos) {
    for (UserRate oldest = left.peek(); oldest != null; oldest = left.peek()) {
      boolean full = leftCount.get() > MAX_REMEMBERED;
      if (!full && !oldest.isConnected() && !oldest.isUnused(nowNanos)) {
        return;
      }
      forget(oldest, full, nowNanos);
    }
  }

  private void forget(UserRate oldest, boolean full, long nowNanos) {
    if (left.remove(oldest)) {
      leftCount.decrementAndGet();
      users.computeIfPresent(
          oldest.user(),
          (id, known) -> known == oldest ? afterItsTurn(known, full, nowNanos) : known);
    }
  }

  private @Nullable UserRate afterItsTurn(UserRate rate, boolean full, long nowNanos) {
    rate.unqueue();
    if (rate.isConnected()) {
      return rate;
    }
    return full || rate.isUnused(nowNanos) ? null : queued(rate); // closed just now
  }
}
