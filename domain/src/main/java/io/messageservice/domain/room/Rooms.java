package io.messageservice.domain.room;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which connections of one event loop are whose and watch which conversations. One thread may call.
 *
 * <p>A room is there while somebody is in it. Each join of a connection claims a place in the room
 * before it may enter, and ends by {@link #enter} or {@link #release}: so the number of a
 * connection's rooms is bounded also while joins are under way.
 *
 * @param <C> a connection
 */
public final class Rooms<C> {

  private final Function<C, UserId> userOf;
  private final Map<UserId, Set<C>> users = new HashMap<>();
  private final Map<ConversationId, Set<C>> rooms = new HashMap<>();

  /** The places of each connection, with the number of joins that are under way to each. */
  private final Map<C, Map<ConversationId, Integer>> places = new HashMap<>();

  private final Receivers<C> receivers = new Receivers<>(this);

  /** With no connection yet. */
  public Rooms(Function<C, UserId> userOf) {
    this.userOf = userOf;
  }

  /** A connection has come. */
  public void open(C connection) {
    users.computeIfAbsent(userOf.apply(connection), user -> new LinkedHashSet<>(2)).add(connection);
    receivers.opened(userOf.apply(connection), connection);
  }

  /**
   * A connection is closed: it leaves all its rooms.
   *
   * @return the rooms that it claimed or was in
   */
  public Set<ConversationId> close(C connection) {
    UserId user = userOf.apply(connection);
    drop(users, user, connection);
    Set<ConversationId> left = places.getOrDefault(connection, Map.of()).keySet();
    places.remove(connection);
    left.forEach(room -> drop(rooms, room, connection));
    receivers.closed(connection);
    return left;
  }

  /** Whether the connection was opened and is not closed. */
  public boolean isOpen(C connection) {
    return of(userOf.apply(connection)).contains(connection);
  }

  /**
   * A join of an open connection begins: it keeps a place.
   *
   * @param most how many places the connection may have
   * @return whether it has the place now; otherwise there is no join to end
   */
  public boolean claim(ConversationId room, C connection, int most) {
    Map<ConversationId, Integer> own = places.computeIfAbsent(connection, c -> new HashMap<>(4));
    if (own.size() >= most && !own.containsKey(room)) {
      return false;
    }
    own.merge(room, 1, Integer::sum);
    return true;
  }

  /**
   * A join ends without entering.
   *
   * @return whether the connection has no place there any more: it is not in the room, and no other
   *     join to it is under way
   */
  public boolean release(ConversationId room, C connection) {
    Map<ConversationId, Integer> own = places.get(connection);
    if (own != null) {
      own.computeIfPresent(room, (same, joins) -> Math.max(joins - 1, 0));
    }
    return giveUp(room, connection);
  }

  /**
   * A join ends: the connection enters, if it is still open.
   *
   * @return whether it is in now
   */
  public boolean enter(ConversationId room, C connection) {
    if (!isOpen(connection)) {
      return false;
    }
    places
        .computeIfAbsent(connection, c -> new HashMap<>(4))
        .compute(room, (same, joins) -> joins == null ? 0 : Math.max(joins - 1, 0));
    if (rooms.computeIfAbsent(room, id -> new LinkedHashSet<>(4)).add(connection)) {
      receivers.entered(room, connection);
    }
    return true;
  }

  /** Takes the connection out of the room; joins that are under way keep their place. */
  public void leave(ConversationId room, C connection) {
    drop(rooms, room, connection);
    receivers.forget(room);
    boolean unused = giveUp(room, connection);
  }

  /** Removes users who do not take part. */
  public void evict(ConversationId room, Participants allowed) {
    for (C connection : List.copyOf(inRoom(room))) {
      if (!allowed.contains(userOf.apply(connection))) {
        leave(room, connection);
      }
    }
  }

  /** Whether the connection is in the room. */
  public boolean isIn(ConversationId room, C connection) {
    return inRoom(room).contains(connection);
  }

  /** The rooms that the connection is in, or on its way to. A view: not to be kept. */
  public Set<ConversationId> roomsOf(C connection) {
    return Collections.unmodifiableSet(places.getOrDefault(connection, Map.of()).keySet());
  }

  /** The connections in the room. A view: not to be kept. */
  public Collection<C> inRoom(ConversationId room) {
    return Collections.unmodifiableCollection(rooms.getOrDefault(room, Set.of()));
  }

  /** The connections of the user. A view: not to be kept. */
  public Collection<C> of(UserId user) {
    return Collections.unmodifiableCollection(users.getOrDefault(user, Set.of()));
  }

  /** All connections. */
  public Collection<C> everyone() {
    List<C> all = new ArrayList<>();
    users.values().forEach(all::addAll);
    return all;
  }

  /**
   * Who receives the messages of the conversation: the connections in the room and those of every
   * participant, each once. A view: not to be kept.
   */
  public Collection<C> receivers(Conversation conversation) {
    return receivers.of(conversation);
  }

  /** How many rooms there are. */
  public int size() {
    return rooms.size();
  }

  Set<UserId> usersHere() {
    return users.keySet();
  }

  private boolean giveUp(ConversationId room, C connection) {
    Map<ConversationId, Integer> own = places.get(connection);
    if (isIn(room, connection) || (own != null && own.getOrDefault(room, 0) > 0)) {
      return false;
    }
    if (own != null && own.remove(room) != null && own.isEmpty()) {
      places.remove(connection);
    }
    return true;
  }

  private static <K, V> void drop(Map<K, Set<V>> sets, K key, V value) {
    Set<V> set = sets.get(key);
    if (set != null && set.remove(value) && set.isEmpty()) {
      sets.remove(key);
    }
  }
}
