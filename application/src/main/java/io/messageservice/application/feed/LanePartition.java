package io.messageservice.application.feed;

import io.messageservice.domain.conversation.ConversationId;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which conversations belong to one lane of a node. Each belongs to one, by a hash of its id that
 * is the same in every process; a user has a lane, too, which looks up for all of them.
 *
 * @param index of the lane
 * @param lanes how many there are
 */
public record LanePartition(int index, int lanes) {

  /** Of a node with one lane. */
  public static final LanePartition ALL = new LanePartition(0, 1);

  /** The index of the lane that the id belongs to. */
  public static int indexOf(String id, int lanes) {
    int hash = id.hashCode();
    return lanes == 1 ? 0 : Math.floorMod(hash ^ (hash >>> 16), lanes);
  }

  /** Whether the conversation is one of this lane. */
  boolean has(ConversationId conversation) {
    return indexOf(conversation.value(), lanes) == index;
  }

  /** Those that are of this lane. */
  Set<ConversationId> of(Set<ConversationId> conversations) {
    return lanes == 1
        ? conversations
        : conversations.stream().filter(this::has).collect(Collectors.toSet());
  }
}
