package io.messageservice.domain.room;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which connections of one shard are whose and watch which conversations. One thread may call.
 *
 * <p>A room is there while somebody is in it. A connection claims its place in a room before it may
 * enter, so that the number of its rooms is bounded also while joins are under way.
 *
 * @param <C> a connection
 */
public final class Rooms<C> {

  private final Function<C, UserId> userOf;
  private final Map<UserId, Set<C>> users = new HashMap<>();
  private final Map<ConversationId, Set<C>> rooms = new HashMap<>();
  private final Map<C, Set<ConversationId>> claims = new HashMap<>();
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
   * A connection is gone, out of all its rooms.
   *
   * @return the rooms that it claimed or was in
   */
  public Set<ConversationId> close(C connection) {
    UserId user = userOf.apply(connection);
    drop(users, user, connection);
    Set<ConversationId> left = claims.remove(connection);
    if (left != null) {
      left.forEach(room -> drop(rooms, room, connection));
    }
    receivers.closed(connection);
    return left == null ? Set.of() : left;
  }

  /** Whether the connection has come and is not gone. */
  public boolean isOpen(C connection) {
    return of(userOf.apply(connection)).contains(connection);
  }

  /**
   * Keeps a place for the connection.
   *
   * @param most how many places it may have
   * @return whether it has the place now
   */
  public boolean claim(ConversationId room, C connection, int most) {
    Set<ConversationId> claimed = claims.computeIfAbsent(connection, c -> new HashSet<>(4));
    return claimed.contains(room) || (claimed.size() < most && claimed.add(room));
  }

  /** Gives up the place where the connection has not entered. */
  public void release(ConversationId room, C connection) {
    if (!isIn(room, connection)) {
      unclaim(room, connection);
    }
  }

  /**
   * Lets an open connection into the room.
   *
   * @return whether it is in now; false where the connection is gone, which then keeps no place
   */
  public boolean enter(ConversationId room, C connection) {
    if (!isOpen(connection)) {
      unclaim(room, connection);
      return false;
    }
    claim(room, connection, Integer.MAX_VALUE);
    if (rooms.computeIfAbsent(room, id -> new LinkedHashSet<>(4)).add(connection)) {
      receivers.entered(room, connection);
    }
    return true;
  }

  /** Takes the connection out of the room. */
  public void leave(ConversationId room, C connection) {
    unclaim(room, connection);
    drop(rooms, room, connection);
    receivers.forget(room);
  }

  /** Takes out whoever does not take part. */
  public void putOut(ConversationId room, Participants allowed) {
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
   * Who hears what is said in the conversation: the connections in the room and those of every
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

  private void unclaim(ConversationId room, C connection) {
    Set<ConversationId> claimed = claims.get(connection);
    if (claimed != null && claimed.remove(room) && claimed.isEmpty()) {
      claims.remove(connection);
    }
  }

  private static <K, V> void drop(Map<K, Set<V>> sets, K key, V value) {
    Set<V> set = sets.get(key);
    if (set != null && set.remove(value) && set.isEmpty()) {
      sets.remove(key);
    }
  }
}
