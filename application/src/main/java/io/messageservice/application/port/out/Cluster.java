package io.messageservice.application.port.out;

import java.util.Optional;

/**
 * What a node shares with others.
 *
 * @param membership which of them live
 * @param board empty where the node alone knows who is online
 */
public record Cluster(ClusterBus bus, NodeMembership membership, Optional<PresenceBoard> board) {

  /** One node for itself. */
  public static final Cluster ALONE =
      new Cluster(ClusterBus.NONE, NodeMembership.ALONE, Optional.empty());

  /** Whether there may be other nodes. */
  public boolean isShared() {
    return bus != ClusterBus.NONE;
  }
}
