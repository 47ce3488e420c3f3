package io.messageservice.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.util.Iterator;

/** Writes a conversation as lists have it. */
final class ListingJson {

  /** The most participants that are named. */
  static final int MAX_PARTICIPANTS = 100;

  private ListingJson() {}

  static byte[] encoded(Listed listed) {
    return Json.writeValue(json -> write(json, listed));
  }

  private static void write(JsonGenerator json, Listed listed) throws IOException {
    Conversation conversation = listed.conversation();
    json.writeStartObject();
    json.writeStringField("conversationId", conversation.id().value());
    json.writeStringField("kind", ReplyFrames.name(conversation.kind()));
    writeParticipants(json, conversation);
    if (listed.lastMessage().isPresent()) {
      json.writeFieldName("lastMessage");
      MessageJson.write(json, listed.lastMessage().get());
    }
    json.writeNumberField("seq", conversation.head());
    json.writeNumberField("readUpTo", listed.readUpTo());
    json.writeNumberField("unread", listed.unread());
    json.writeStringField("updatedAt", MessageJson.text(conversation.lastAt()));
    json.writeEndObject();
  }

  private static void writeParticipants(JsonGenerator json, Conversation conversation)
      throws IOException {
    json.writeArrayFieldStart("participants");
    Iterator<UserId> users = conversation.participants().iterator();
    for (int i = 0; i < MAX_PARTICIPANTS && users.hasNext(); i++) {
      json.writeString(users.next().value());
    }
    json.writeEndArray();
    json.writeNumberField("participantCount", conversation.participants().size());
  }
}
