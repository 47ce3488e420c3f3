package io.messageservice.application.port.out;

import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is online anywhere: from the opening of a user's first connection on any node until the grace
 * after the closing of their last is over. Each transition is delivered once and in order to every
 * node, also to the one where it happened; to a node that begins, everybody who is online is.
 *
 * <p>Users of a node whose lease has ended go offline. A node that finds its lease ended begins
 * again with all users that it has. Where the board cannot be reached, what was asked is done when
 * it can be.
 *
 * <p>Any thread may call; nothing here blocks or throws.
 */
public interface PresenceBoard {

  /** Begins. Called once, before anything else. */
  void listen(Listener listener);

  /** The user has their first connection on this node. */
  void connected(UserId user, DisplayName name);

  /**
   * The user has no connection on this node any more.
   *
   * @param grace how long they still count as online, where they have none elsewhere
   */
  void disconnected(UserId user, DisplayName name, Duration grace);

  /** Receives transitions, on one thread at a time; must not block. */
  interface Listener {

    /**
     * A user comes online or goes offline. One that the listener has received already is to be
     * passed over: after a loss the board delivers once more what it has.
     *
     * @param lastSeen of a user who goes offline: when their last connection was closed
     */
    void onTransition(Transition transition, Optional<Instant> lastSeen);
  }
}
