package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Somebody reacted to a message, or took that back: {@code reactionChanged} in the protocol.
 *
 * @param seq the position of the message
 * @param rev apply it where this is higher than the {@code rev} that is known of the message
 * @param added whether the reaction was added
 * @param count how many users have reacted in this way since
 */
public record MessageReaction(
    String conversationId,
    String messageId,
    long seq,
    long rev,
    String reaction,
    String userId,
    boolean added,
    int count) {

  /** From a push of the service. */
  static MessageReaction of(JsonNode data) {
    return new MessageReaction(
        data.path("conversationId").asText(),
        data.path("messageId").asText(),
        data.path("seq").asLong(),
        data.path("rev").asLong(),
        data.path("reaction").asText(),
        data.path("userId").asText(),
        data.path("added").asBoolean(),
        data.path("count").asInt());
  }
}
