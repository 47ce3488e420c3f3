package io.messageservice.kill;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message as somebody saw it or as it is stored. What clients say is numbered per client and
 * room, so that the content tells whether the order is the one in which it was said.
 *
 * @param key the {@code clientMessageId}, "" where there is none
 */
public record SpokenLine(String room, long seq, String sender, String key, String content) {

  public static SpokenLine of(JsonNode message) {
    return new SpokenLine(
        message.path("conversationId").asText(),
        message.path("seq").asLong(),
        message.path("senderId").asText(),
        message.path("clientMessageId").asText(),
        message.path("content").asText());
  }
}
