package io.messageservice.application.usecase;

import java.time.Duration;

/**
 * What a node does before it stops: from then on closed connections are no sign of absence. Any
 * thread may call.
 */
public final class Departure {

  private final Forgetting forgetting;
  private final PresenceDesk presence;
  private final Seats seats;

  Departure(Forgetting forgetting, PresenceDesk presence, Seats seats) {
    this.forgetting = forgetting;
    this.presence = presence;
    this.seats = seats;
  }

  /**
   * Nothing is forgotten from now on, seats in rooms are kept, and users whose connections are
   * closed count as online until they have had time to come back to another node.
   *
   * @param grace how long that takes
   */
  public void begin(Duration grace) {
    forgetting.stop();
    seats.keep();
    presence.graceOf(grace);
  }
}
