package io.messageservice.domain.room;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/**
 * Whether a user is in a room on the node that decides. A store that several nodes share keeps it,
 * so that the last node on which they leave an open conversation ends their part in it.
 *
 * @param taken whether some connection of theirs is in the room there from now on
 */
public record NodeOccupancy(ConversationId room, UserId user, boolean taken) {}
