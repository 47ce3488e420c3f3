package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A stored message in one of its states, MESSAGE in the protocol.
 *
 * @param rev of two states of a message the one with the higher number is later
 * @param content empty where it was deleted
 * @param clientMessageId the id that its sender gave it; empty where there is none
 * @param json the whole of it; not to be changed
 */
public record ConversationMessage(
    String conversationId,
    String id,
    long seq,
    long rev,
    String senderId,
    String content,
    String clientMessageId,
    JsonNode json) {

  /** From a frame of the service. */
  public static ConversationMessage of(JsonNode json) {
    return new ConversationMessage(
        json.path("conversationId").asText(),
        json.path("id").asText(),
        json.path("seq").asLong(),
        json.path("rev").asLong(),
        json.path("senderId").asText(),
        json.path("content").asText(),
        json.path("clientMessageId").asText(),
        json);
  }

  /** Whether it was deleted; its place stays. */
  public boolean isDeleted() {
    return json.path("deleted").asBoolean();
  }
}
