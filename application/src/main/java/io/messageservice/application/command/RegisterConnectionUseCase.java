package io.messageservice.application.command;

import io.messageservice.application.cluster.NodeOccupancies;
import io.messageservice.application.cluster.Typing;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.fanout.LocalConnections.Opened;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.RegisterConnection;
import io.messageservice.application.presence.PresenceService;
import io.messageservice.domain.conversation.ConversationId;
import java.util.Set;

/**
 * Opens and closes what belongs to a connection: its place in the state, presence, its occupancies.
 */
final class RegisterConnectionUseCase implements RegisterConnection {

  private final EventLoopStates states;
  private final PresenceService presence;
  private final Partitions partitions;
  private final Typing typing;
  private final int maxPerUser;

  private final NodeOccupancies occupancies;
  private final LocalConnections connections;

  RegisterConnectionUseCase(
      EventLoopStates states,
      Partitions partitions,
      LocalConnections connections,
      PresenceService presence,
      Typing typing,
      NodeOccupancies occupancies,
      int maxPerUser) {
    this.states = states;
    this.partitions = partitions;
    this.connections = connections;
    this.presence = presence;
    this.typing = typing;
    this.occupancies = occupancies;
    this.maxPerUser = maxPerUser;
  }

  @Override
  public boolean register(Connection connection) {
    Opened opened = connections.opened(connection);
    if (opened.connections() > maxPerUser) {
      connections.closed(connection);
      return false;
    }
    partitions.opening(connection.user()); // what is stored from here on is not passed over
    states.of(connection.loop()).open(connection, opened.number());
    presence.opened(connection);
    return true;
  }

  @Override
  public void unregister(Connection connection, Runnable handOver) {
    Set<ConversationId> rooms = states.of(connection.loop()).close(connection);
    connections.closed(connection);
    presence.closed(connection);
    try {
      handOver.run(); // while the user still counts as here: the lane remembers what it delivers
    } finally {
      giveUp(connection, rooms);
    }
  }

  private void giveUp(Connection connection, Set<ConversationId> rooms) {
    partitions.closed(connection.user());
    if (!rooms.isEmpty()) {
      occupancies.release(connection, rooms);
      states.every(state -> rooms.forEach(room -> typing.left(state, room, connection)));
    }
  }
}
