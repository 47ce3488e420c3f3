package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Writes what a user receives of a conversation. */
public final class ConversationJson {

  private ConversationJson() {}

  /** Writes the members of a conversation as lists have it. */
  public static void writeMembers(JsonGenerator json, Listed listed) throws IOException {
    Conversation conversation = listed.conversation();
    json.writeStringField("conversationId", conversation.id().value());
    json.writeStringField("kind", MessageJson.text(conversation.kind()));
    writeParticipants(json, conversation);
    if (listed.lastMessage().isPresent()) {
      json.writeFieldName("lastMessage");
      MessageJson.write(json, listed.lastMessage().get());
    }
    json.writeNumberField("seq", conversation.head());
    json.writeNumberField("rev", conversation.rev());
    json.writeNumberField("readUpTo", listed.readUpTo());
    json.writeNumberField("unread", listed.unread());
    json.writeStringField("updatedAt", MessageJson.text(conversation.lastAt()));
  }

  /** Writes the member {@code conversation}: as lists have it, and how far others have read. */
  public static void writeField(JsonGenerator json, ConversationView view) throws IOException {
    json.writeObjectFieldStart("conversation");
    writeMembers(json, view.listed());
    writeReaders(json, view.readers());
    json.writeEndObject();
  }

  /** Writes the member {@code readers}. */
  public static void writeReaders(JsonGenerator json, List<ReadMark> readers) throws IOException {
    Json.writeArray(json, "readers", readers, ConversationJson::write);
  }

  private static void write(JsonGenerator json, ReadMark mark) throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", mark.reader().value());
    json.writeNumberField("readUpTo", mark.readUpTo());
    json.writeEndObject();
  }

  private static void writeParticipants(JsonGenerator json, Conversation conversation)
      throws IOException {
    json.writeArrayFieldStart("participants");
    Iterator<UserId> users = conversation.participants().iterator();
    for (int i = 0; i < ConversationView.MAX_NAMED && users.hasNext(); i++) {
      json.writeString(users.next().value());
    }
    json.writeEndArray();
    json.writeNumberField("participantCount", conversation.participants().size());
  }
}
