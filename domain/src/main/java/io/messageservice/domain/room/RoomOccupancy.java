package io.messageservice.domain.room;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which users are in which rooms anywhere on this node, so that the last connection of a user to
 * leave an open conversation ends their part in it. One thread may call: the lane of the
 * conversations.
 *
 * @param <C> a connection
 */
public final class RoomOccupancy<C> {

  private final Map<ConversationId, Map<UserId, Set<C>>> seats = new HashMap<>();

  /**
   * The connection takes a seat.
   *
   * @return whether it had none
   */
  public boolean occupy(ConversationId room, UserId user, C connection) {
    return seats
        .computeIfAbsent(room, id -> new HashMap<>())
        .computeIfAbsent(user, id -> new HashSet<>(2))
        .add(connection);
  }

  /** The connection gives up its seat, if it has one. */
  public void vacate(ConversationId room, UserId user, C connection) {
    Map<UserId, Set<C>> users = seats.get(room);
    Set<C> own = users == null ? null : users.get(user);
    if (users != null && own != null && own.remove(connection) && own.isEmpty()) {
      users.remove(user);
      if (users.isEmpty()) {
        seats.remove(room);
      }
    }
  }

  /** Nobody is in the room any more. */
  public void clear(ConversationId room) {
    seats.remove(room);
  }

  /** Users who take part no more are not in the room any more. */
  public void evict(ConversationId room, Participants allowed) {
    Map<UserId, Set<C>> users = seats.get(room);
    if (users != null) {
      users.keySet().removeIf(user -> !allowed.contains(user));
      if (users.isEmpty()) {
        seats.remove(room);
      }
    }
  }

  /** Whether some connection of the user has a seat. */
  public boolean isOccupiedBy(ConversationId room, UserId user) {
    return seats.getOrDefault(room, Map.of()).containsKey(user);
  }

  /** Whether somebody has a seat. */
  public boolean isAttended(ConversationId room) {
    return seats.containsKey(room);
  }

  /** How many rooms somebody sits in. */
  public int size() {
    return seats.size();
  }
}
