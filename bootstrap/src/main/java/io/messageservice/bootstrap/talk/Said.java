package io.messageservice.bootstrap.talk;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message of the conversation.
 *
 * @param key the id that its sender gave it; empty where he gave none
 */
record Said(long seq, String sender, String content, String key) {

  /** From MESSAGE of the wire contract. */
  static Said of(JsonNode message) {
    return new Said(
        message.path("seq").asLong(),
        message.path("senderId").asText(),
        content(message),
        message.path("clientMessageId").asText());
  }

  private static String content(JsonNode message) {
    StringBuilder text = new StringBuilder(message.path("content").asText());
    for (JsonNode attachment : message.path("attachments")) {
      text.append(" [").append(attachment.path("fileName").asText()).append(']');
    }
    return text.toString();
  }
}
