package io.messageservice.domain.room;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who receives what in the conversations of one event loop. One thread may call.
 *
 * <p>For conversations of few participants it is found each time. For larger ones the set is kept
 * and follows what happens; at most {@link #MAX_KEPT} sets are kept, those used last.
 */
final class Receivers<C> {

  /** Up to so many participants, looking each up costs less than keeping a set. */
  private static final int FEW = 8;

  private static final int MAX_KEPT = 256;

  private final Rooms<C> rooms;
  private final Map<ConversationId, Kept<C>> kept = new LinkedHashMap<>(16, 0.75f, true);

  Receivers(Rooms<C> rooms) {
    this.rooms = rooms;
  }

  Collection<C> of(Conversation conversation) {
    if (conversation.participants().size() <= FEW) {
      return found(conversation);
    }
    Kept<C> set = kept.get(conversation.id());
    if (set == null || !set.isOf(conversation)) {
      set = new Kept<>(conversation, found(conversation));
      kept.put(conversation.id(), set);
      dropOldest();
    }
    return set.connections;
  }

  void opened(UserId user, C connection) {
    for (Kept<C> set : kept.values()) {
      if (set.participants.contains(user)) {
        set.connections.add(connection);
      }
    }
  }

  void closed(C connection) {
    kept.values().forEach(set -> set.connections.remove(connection));
  }

  void entered(ConversationId room, C connection) {
    Kept<C> set = kept.get(room);
    if (set != null) {
      set.connections.add(connection);
    }
  }

  void forget(ConversationId room) {
    kept.remove(room);
  }

  private Set<C> found(Conversation conversation) {
    Set<C> all = new LinkedHashSet<>(rooms.inRoom(conversation.id()));
    usersHereOf(conversation.participants()).forEach(user -> all.addAll(rooms.of(user)));
    return all;
  }

  private Iterable<UserId> usersHereOf(Participants participants) {
    Set<UserId> here = rooms.usersHere();
    if (participants.size() <= here.size()) {
      return participants;
    }
    List<UserId> both = new ArrayList<>();
    for (UserId user : here) {
      if (participants.contains(user)) {
        both.add(user);
      }
    }
    return both;
  }

  private void dropOldest() {
    if (kept.size() > MAX_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private static final class Kept<C> {
    final Set<C> connections;
    private final long accessVersion;
    private Participants participants;

    Kept(Conversation conversation, Set<C> connections) {
      this.accessVersion = conversation.accessVersion();
      this.participants = conversation.participants();
      this.connections = connections;
    }

    /**
     * Compares participants, too: a conversation that was forgotten may begin again under its id.
     */
    boolean isOf(Conversation conversation) {
      boolean same =
          accessVersion == conversation.accessVersion()
              && participants.equals(conversation.participants());
      if (same) {
        participants = conversation.participants(); // equal in no time where it is the same one
      }
      return same;
    }
  }
}
