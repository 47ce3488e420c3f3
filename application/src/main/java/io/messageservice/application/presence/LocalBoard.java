package io.messageservice.application.presence;

import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.presence.Presence;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Who is online where one node is all there is. Only the presence thread may call. */
final class LocalBoard implements PresenceBoard {

  private final Presence presence;
  private final Executor thread;
  private final Timer timer;
  private final InstantSource clock;
  private Listener listener = (transition, lastSeen) -> {};

  /** Whether a look for ended graces is due. */
  private boolean awaitingExpiry;

  /**
   * With nobody online.
   *
   * @param grace how long a user without connections counts as online, whatever is asked for
   */
  LocalBoard(Duration grace, PresenceEnvironment environment) {
    this.presence = new Presence(grace);
    this.thread = environment.thread();
    this.timer = environment.timer();
    this.clock = environment.steadyClock();
  }

  @Override
  public void listen(Listener first) {
    listener = first;
  }

  @Override
  public void connected(UserId user, DisplayName name) {
    presence.opened(user, name).ifPresent(this::announce);
  }

  @Override
  public void disconnected(UserId user, DisplayName name, Duration grace) {
    presence.closed(user, name, clock.instant());
    awaitExpiry();
  }

  private void awaitExpiry() {
    if (awaitingExpiry) {
      return;
    }
    presence
        .nextExpiry()
        .ifPresent(
            at -> {
              awaitingExpiry = true;
              timer.after(untilOrNow(at), () -> thread.execute(this::expire));
            });
  }

  private Duration untilOrNow(Instant at) {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void expire() {
    awaitingExpiry = false;
    presence.expire(clock.instant()).forEach(this::announce);
    awaitExpiry();
  }

  private void announce(Transition transition) {
    listener.onTransition(transition, Optional.empty());
  }
}
