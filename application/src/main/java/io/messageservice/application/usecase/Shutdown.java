package io.messageservice.application.usecase;

import java.time.Duration;

/**
 * What a node does before it stops: from then on closed connections are no sign of absence. Any
 * thread may call.
 */
public final class Shutdown {

  private final EmptyConversationCleaner forgetting;
  private final PresenceService presence;
  private final NodeOccupancies seats;

  Shutdown(EmptyConversationCleaner forgetting, PresenceService presence, NodeOccupancies seats) {
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
