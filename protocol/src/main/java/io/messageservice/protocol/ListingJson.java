package io.messageservice.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.user.UserId;
import java.io.IOException;

/** Writes lists of conversations. */
final class ListingJson {

  private ListingJson() {}

  /** Writes the members of the page into the object that was begun. */
  static void write(JsonGenerator json, Listing listing) throws IOException {
    json.writeArrayFieldStart("conversations");
    for (Listed listed : listing.conversations()) {
      write(json, listed);
    }
    json.writeEndArray();
    if (listing.next().isPresent()) {
      json.writeStringField("cursor", Cursors.text(listing.next().get()));
    }
  }

  private static void write(JsonGenerator json, Listed listed) throws IOException {
    Conversation conversation = listed.conversation();
    json.writeStartObject();
    json.writeStringField("conversationId", conversation.id().value());
    json.writeStringField("kind", ReplyFrames.name(conversation.kind()));
    json.writeArrayFieldStart("participants");
    for (UserId user : conversation.participants()) {
      json.writeString(user.value());
    }
    json.writeEndArray();
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
}
