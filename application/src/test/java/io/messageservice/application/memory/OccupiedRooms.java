package io.messageservice.application.memory;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** On which nodes participants are in the room. Guarded by its {@link Tables}. */
final class OccupiedRooms {

  private final Map<ConversationId, Map<UserId, Set<String>>> nodes = new HashMap<>();

  void put(NodeOccupancy seat, String node) {
    Map<UserId, Set<String>> users = nodes.computeIfAbsent(seat.room(), id -> new HashMap<>());
    if (seat.taken()) {
      users.computeIfAbsent(seat.user(), id -> new HashSet<>()).add(node);
    } else {
      users.computeIfPresent(
          seat.user(), (id, own) -> own.remove(node) && own.isEmpty() ? null : own);
    }
  }

  /** Whoever no longer takes part is in no room. */
  void keep(Conversation conversation) {
    Map<UserId, Set<String>> users = nodes.get(conversation.id());
    if (users != null) {
      users.keySet().removeIf(user -> !conversation.has(user));
    }
  }

  void forget(ConversationId id) {
    nodes.remove(id);
  }

  Set<String> nodesOf(ConversationId room, UserId user) {
    return new HashSet<>(nodes.getOrDefault(room, Map.of()).getOrDefault(user, Set.of()));
  }

  Set<String> nodesIn(ConversationId room) {
    return nodes.getOrDefault(room, Map.of()).values().stream()
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }
}
