package io.messageservice.application.command;

import io.messageservice.application.cluster.EmptyConversationCleaner;
import io.messageservice.application.cluster.NodeOccupancies;
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

  Shutdown(
      EmptyConversationCleaner forgetting, PresenceService presence, NodeOccupancies occupancies) {
    this.forgetting = forgetting;
    this.presence = presence;
    this.occupancies = occupancies;
  }

  /**
   * Nothing is forgotten from now on, seats in rooms are kept, and users whose connections are
   * closed count as online until they have had time to come back to another node.
   *
   * @param grace how long that takes
   */
  public void begin(Duration grace) {
    forgetting.stop();
    occupancies.keep();
    presence.graceOf(grace);
  }
}
