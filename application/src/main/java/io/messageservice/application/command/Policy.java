package io.messageservice.application.command;

import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.limit.Rate;
import io.messageservice.domain.message.ChangeRules;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the operator decides of the use cases.
 *
 * @param access who may do what
 * @param changes who may change which messages
 * @param presenceAudience which users get the presence of a user
 * @param presenceGrace how long a user stays online after their last connection is closed
 * @param maxRoomsPerConnection the most rooms that one connection may be in
 * @param maxConnectionsPerUser the most connections of one user on this node
 * @param newConversations how many conversations a user may begin; empty for any number
 * @param laneCapacity the most commands that wait to be stored, large ones counted as several; each
 *     of several lanes has its share
 */
public record Policy(
    Access access,
    ChangeRules changes,
    PresenceAudience presenceAudience,
    Duration presenceGrace,
    int maxRoomsPerConnection,
    int maxConnectionsPerUser,
    Optional<Rate> newConversations,
    int laneCapacity) {

  /** The most rooms of one connection, by default. */
  public static final int DEFAULT_MAX_ROOMS_PER_CONNECTION = 1_000;

  /** The most connections of one user on a node, by default. */
  public static final int DEFAULT_MAX_CONNECTIONS_PER_USER = 64;

  /** Where messages may be edited at any time. */
  public Policy(
      Access access,
      PresenceAudience presenceAudience,
      Duration presenceGrace,
      int maxRoomsPerConnection,
      int maxConnectionsPerUser,
      Optional<Rate> newConversations,
      int laneCapacity) {
    this(
        access,
        new ChangeRules(Optional.empty()),
        presenceAudience,
        presenceGrace,
        maxRoomsPerConnection,
        maxConnectionsPerUser,
        newConversations,
        laneCapacity);
  }

  /** This, with ids under which conversations begin only by being created. */
  Policy reserving(Predicate<ConversationId> ids) {
    return new Policy(
        access.reserving(ids),
        changes,
        presenceAudience,
        presenceGrace,
        maxRoomsPerConnection,
        maxConnectionsPerUser,
        newConversations,
        laneCapacity);
  }
}
