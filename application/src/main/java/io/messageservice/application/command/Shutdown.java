package io.messageservice.application.command;

import io.messageservice.application.cluster.EmptyConversationCleaner;
import io.messageservice.application.cluster.NodeOccupancies;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.presence.PresenceService;
import java.time.Duration;

/**
 * What a node does before it stops: from then on closed connections are no sign of absence. Any
 * thread may call.
 */
public final class Shutdown {

  private final EmptyConversationCleaner forgetting;
  private final PresenceService presence;
  private final NodeOccupancies occupancies;
  private final PollEvents events;

  Shutdown(
      EmptyConversationCleaner forgetting,
      PresenceService presence,
      NodeOccupancies occupancies,
      PollEvents events) {
    this.forgetting = forgetting;
    this.presence = presence;
    this.occupancies = occupancies;
    this.events = events;
  }

  /**
   * Nothing is forgotten from now on, seats in rooms are kept, users whose connections are closed
   * count as online until they have had time to come back to another node, and requests that wait
   * for events are answered.
   *
   * @param grace how long that takes
   */
  public void begin(Duration grace) {
    forgetting.stop();
    occupancies.keep();
    presence.graceOf(grace);
    events.endWaiting();
  }
}
