package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the user has unread, as the service counts it.
 *
 * @param conversationId of which {@code unread} and {@code unreadMentions} are; empty where only
 *     the totals are counted
 * @param totalMessages of all conversations that are neither hidden nor muted
 * @param totalConversations how many of these have unread messages
 * @param totalMentions of all that are not hidden
 */
public record UnreadState(
    String conversationId,
    int unread,
    int unreadMentions,
    int totalMessages,
    int totalConversations,
    int totalMentions) {

  static UnreadState of(JsonNode data) {
    JsonNode total = data.path("total");
    return new UnreadState(
        data.path("conversationId").asText(),
        data.path("unread").asInt(),
        data.path("unreadMentions").asInt(),
        total.path("messages").asInt(),
        total.path("conversations").asInt(),
        total.path("mentions").asInt());
  }
}
