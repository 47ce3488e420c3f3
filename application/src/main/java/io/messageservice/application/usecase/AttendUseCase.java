package io.messageservice.application.usecase;

import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.fanout.LocalConnections.Opened;
import io.messageservice.application.feed.Feeds;
import io.messageservice.application.port.in.Attend;
import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;
import java.util.Set;

/** Opens and closes what belongs to a connection: its place in the hall, presence, its seats. */
final class AttendUseCase implements Attend {

  private final EventLoopStates halls;
  private final PresenceService presence;
  private final Feeds feeds;
  private final Typing typing;
  private final int maxPerUser;

  private final NodeOccupancies seats;
  private final LocalConnections connections;

  AttendUseCase(
      EventLoopStates halls,
      Feeds feeds,
      LocalConnections connections,
      PresenceService presence,
      Typing typing,
      NodeOccupancies seats,
      int maxPerUser) {
    this.halls = halls;
    this.feeds = feeds;
    this.connections = connections;
    this.presence = presence;
    this.typing = typing;
    this.seats = seats;
    this.maxPerUser = maxPerUser;
  }

  @Override
  public boolean come(Connection connection) {
    Opened opened = connections.opened(connection.user(), connection.shard());
    if (opened.connections() > maxPerUser) {
      connections.closed(connection.user(), connection.shard());
      return false;
    }
    feeds.opening(connection.user()); // what is stored from here on is not passed over
    halls.of(connection.shard()).open(connection, opened.number());
    presence.opened(connection);
    return true;
  }

  @Override
  public void go(Connection connection, Runnable handOver) {
    Set<ConversationId> rooms = halls.of(connection.shard()).close(connection);
    connections.closed(connection.user(), connection.shard());
    presence.closed(connection);
    try {
      handOver.run(); // while the user still counts as here: the lane remembers what it delivers
    } finally {
      giveUp(connection, rooms);
    }
  }

  private void giveUp(Connection connection, Set<ConversationId> rooms) {
    feeds.closed(connection.user());
    if (!rooms.isEmpty()) {
      seats.release(connection, rooms);
      halls.every(hall -> rooms.forEach(room -> typing.gone(hall, room, connection)));
    }
  }
}
