package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Halls;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.in.Attend;
import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.room.Attendance;
import io.messageservice.domain.user.UserId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens and closes what belongs to a connection: its place in the hall, presence, its seats. */
final class AttendUseCase implements Attend {

  private final Halls halls;
  private final Lane lane;
  private final Attendance<Connection> attendance;
  private final PresenceDesk presence;
  private final Watching watching;
  private final Typing typing;
  private final int maxPerUser;

  private final Seats seats;

  /** How many connections each user has here, on all shards. */
  private final Map<UserId, Integer> perUser = new ConcurrentHashMap<>();

  AttendUseCase(
      Halls halls,
      Ways ways,
      Attendance<Connection> attendance,
      PresenceDesk presence,
      Typing typing,
      Seats seats,
      int maxPerUser) {
    this.halls = halls;
    this.lane = ways.lane();
    this.watching = ways.watching();
    this.attendance = attendance;
    this.presence = presence;
    this.typing = typing;
    this.seats = seats;
    this.maxPerUser = maxPerUser;
  }

  @Override
  public boolean come(Connection connection) {
    int own = perUser.merge(connection.user(), 1, Integer::sum);
    if (own > maxPerUser) {
      uncount(connection.user());
      return false;
    }
    watching.opened(connection.user()); // what is stored from here on is not passed over
    halls.of(connection.shard()).rooms().open(connection);
    presence.opened(connection);
    return true;
  }

  @Override
  public void go(Connection connection, Runnable handOver) {
    Set<ConversationId> rooms = halls.of(connection.shard()).close(connection);
    uncount(connection.user());
    presence.closed(connection);
    watching.gone(connection);
    try {
      handOver.run(); // while the user still counts as here: what the lane tells it remembers
    } finally {
      giveUp(connection, rooms);
    }
  }

  private void giveUp(Connection connection, Set<ConversationId> rooms) {
    watching.closed(connection.user());
    if (!rooms.isEmpty()) {
      lane.post(new Rising(attendance, connection, rooms));
      rooms.forEach(room -> seats.vacate(room, connection.user()));
      halls.every(hall -> rooms.forEach(room -> typing.gone(hall, room, connection)));
    }
  }

  private void uncount(UserId user) {
    perUser.computeIfPresent(user, (id, n) -> n == 1 ? null : n - 1);
  }
}
