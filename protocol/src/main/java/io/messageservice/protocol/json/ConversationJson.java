package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.group.FetchParticipants.Participant;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what a user receives of a conversation. */
public final class ConversationJson {

  private ConversationJson() {}

  /** Writes the members of a conversation as lists have it. */
  public static void writeMembers(JsonGenerator json, Listed listed, UserId viewer)
      throws IOException {
    Conversation conversation = listed.conversation();
    writeSubject(json, conversation, Optional.of(viewer));
    if (listed.lastMessage().isPresent()) {
      json.writeFieldName("lastMessage");
      MessageJson.write(json, listed.lastMessage().get());
    }
    json.writeNumberField("readUpTo", listed.readUpTo());
    json.writeNumberField("unread", listed.unread().messages());
    if (listed.unread().mentions() > 0) {
      json.writeNumberField("unreadMentions", listed.unread().mentions());
    }
    PersonalJson.writePreferences(json, listed);
  }

  /** Writes the member {@code conversation}: as lists have it, and how far others have come. */
  public static void writeField(JsonGenerator json, ConversationView view, UserId viewer)
      throws IOException {
    json.writeObjectFieldStart("conversation");
    writeMembers(json, view.listed(), viewer);
    writeReaders(json, view.readers());
    json.writeEndObject();
  }

  /** Writes the member {@code conversation}, of which no messages and no marks were read. */
  public static void writeField(JsonGenerator json, Conversation conversation, UserId viewer)
      throws IOException {
    writeField(json, conversation, Optional.of(viewer));
  }

  /** Writes the same for nobody who takes part. */
  public static void writeField(JsonGenerator json, Conversation conversation) throws IOException {
    writeField(json, conversation, Optional.empty());
  }

  private static void writeField(
      JsonGenerator json, Conversation conversation, Optional<UserId> viewer) throws IOException {
    json.writeObjectFieldStart("conversation");
    writeSubject(json, conversation, viewer);
    json.writeEndObject();
  }

  /** What the viewer has not for themselves. */
  private static void writeSubject(
      JsonGenerator json, Conversation conversation, Optional<UserId> viewer) throws IOException {
    json.writeStringField("conversationId", conversation.id().value());
    json.writeStringField("kind", MessageJson.text(conversation.kind()));
    if (conversation.kind() == Kind.GROUP) {
      writeData(json, conversation.details().data(), false);
    }
    writeParticipants(json, conversation);
    if (viewer.filter(conversation::has).isPresent()) {
      writeRole(json, conversation.roleOf(viewer.get()));
    }
    if (conversation.creator().isPresent()) {
      json.writeStringField("createdBy", conversation.creator().get().value());
    }
    Optional<Instant> createdAt = conversation.details().createdAt();
    if (createdAt.isPresent()) {
      json.writeStringField("createdAt", MessageJson.text(createdAt.get()));
    }
    json.writeNumberField("seq", conversation.head());
    json.writeNumberField("rev", conversation.rev());
    json.writeStringField("updatedAt", MessageJson.text(conversation.lastAt()));
  }

  /**
   * @param withNulls whether what is not there is written as null
   */
  private static void writeData(JsonGenerator json, ConversationData data, boolean withNulls)
      throws IOException {
    writeText(json, "title", data.title().orElse(null), withNulls);
    writeText(json, "avatarUrl", data.avatarUrl().orElse(null), withNulls);
    if (withNulls || data.metadata().isPresent()) {
      json.writeFieldName("metadata");
      json.writeRawValue(data.metadata().orElse("null"));
    }
    json.writeBooleanField("frozen", data.frozen());
  }

  private static void writeText(
      JsonGenerator json, String member, @Nullable String text, boolean withNulls)
      throws IOException {
    if (withNulls || text != null) {
      json.writeStringField(member, text);
    }
  }

  private static void writeRole(JsonGenerator json, Role role) throws IOException {
    json.writeStringField("role", ConversationRequest.name(role));
  }

  /** Writes the members of a change of a group. */
  public static void writeChange(JsonGenerator json, ConversationChanged event) throws IOException {
    json.writeStringField("conversationId", event.conversation().value());
    json.writeNumberField("rev", event.position().rev());
    if (event.own().isPresent()) {
      json.writeStringField("kind", MessageJson.text(Kind.GROUP));
      writeRole(json, event.own().get());
    }
    if (event.dataChanged() || event.own().isPresent()) {
      writeData(json, event.data(), true);
    }
    json.writeNumberField("participantCount", event.participantCount());
    if (event.unnamed()) {
      json.writeBooleanField("participantsChanged", true);
    } else {
      writeNames(json, event.participants());
    }
  }

  private static void writeNames(JsonGenerator json, ParticipantsDelta delta) throws IOException {
    writeUnlessEmpty(json, "addedUserIds", delta.joined());
    writeUnlessEmpty(json, "removedUserIds", delta.left());
    if (!delta.roles().isEmpty()) {
      Json.writeArray(json, "roles", delta.roles().entrySet(), ConversationJson::write);
    }
  }

  private static void writeUnlessEmpty(JsonGenerator json, String member, Iterable<UserId> users)
      throws IOException {
    if (users.iterator().hasNext()) {
      Json.writeArray(json, member, users, (array, user) -> array.writeString(user.value()));
    }
  }

  private static void write(JsonGenerator json, Map.Entry<UserId, Role> role) throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", role.getKey().value());
    writeRole(json, role.getValue());
    json.writeEndObject();
  }

  /** Somebody who takes part, as UTF-8. */
  public static byte[] encoded(Participant participant) {
    return Json.write(
        json -> {
          json.writeStringField("userId", participant.reader().user().value());
          writeRole(json, participant.role());
          PersonalJson.writeMarks(json, participant.reader());
        });
  }

  /** Writes the member {@code readers}. */
  public static void writeReaders(JsonGenerator json, List<Reader> readers) throws IOException {
    Json.writeArray(json, "readers", readers, ConversationJson::write);
  }

  private static void write(JsonGenerator json, Reader reader) throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", reader.user().value());
    PersonalJson.writeMarks(json, reader);
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
