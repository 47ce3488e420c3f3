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
  private final int maxPerUser;

  /** How many connections each user has here, on all shards. */
  private final Map<UserId, Integer> perUser = new ConcurrentHashMap<>();

  AttendUseCase(
      Halls halls,
      Lane lane,
      Attendance<Connection> attendance,
      PresenceDesk presence,
      int maxPerUser) {
    this.halls = halls;
    this.lane = lane;
    this.attendance = attendance;
    this.presence = presence;
    this.maxPerUser = maxPerUser;
  }

  @Override
  public boolean come(Connection connection) {
    int own = perUser.merge(connection.user(), 1, Integer::sum);
    if (own > maxPerUser) {
      uncount(connection.user());
      return false;
    }
    halls.of(connection.shard()).rooms().open(connection);
    presence.opened(connection);
    return true;
  }

  @Override
  public void go(Connection connection) {
    Set<ConversationId> rooms = halls.of(connection.shard()).close(connection);
    uncount(connection.user());
    presence.closed(connection);
    if (!rooms.isEmpty()) {
      lane.post(new Rising(attendance, connection, rooms));
      halls.every(hall -> rooms.forEach(room -> hall.typistGone(room, connection.user())));
    }
  }

  private void uncount(UserId user) {
    perUser.computeIfPresent(user, (id, n) -> n == 1 ? null : n - 1);
  }
}
