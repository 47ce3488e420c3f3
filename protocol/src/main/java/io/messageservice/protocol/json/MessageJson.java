package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Writes MESSAGE as the contract has it. */
public final class MessageJson {

  /** The most bytes in JSON of a byte in memory: a control character becomes six of its two. */
  private static final int MOST_ESCAPED = 3;

  /** The most bytes of what stands around the texts of a content or an attachment. */
  private static final int MEMBERS_BYTES = 256;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * What a frame may hold around the content of a message: the participants of a listing, whom the
   * message mentions, and its reactions.
   */
  public static final int AROUND_BYTES = 96 << 10;

  private MessageJson() {}

  /** Writes the message. */
  public static void write(JsonGenerator json, Message message) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", message.id().value());
    json.writeStringField("content", message.content().text());
    json.writeStringField("senderId", message.sender().value());
    json.writeStringField("conversationId", message.conversation().value());
    json.writeStringField("createdAt", text(message.createdAt()));
    writeAttachments(json, message.content());
    json.writeNumberField("seq", message.seq());
    json.writeNumberField("rev", message.rev());
    Optional<Deletion> deletion = message.revision().deletion();
    if (message.attributes().type().isPresent()) {
      json.writeStringField("type", message.attributes().type().get().value());
    }
    if (deletion.isPresent()) {
      writeDeletion(json, message.sender(), deletion.get());
    } else {
      writeOrigin(json, message);
    }
    json.writeEndObject();
  }

  private static void writeOrigin(JsonGenerator json, Message message) throws IOException {
    if (message.key().isPresent()) {
      ClientMessageId key = message.key().get();
      json.writeStringField("clientMessageId", key.value());
    }
    writeMetadata(json, message.content().metadata());
    writeAttributes(json, message.attributes());
    Optional<Instant> editedAt = message.revision().editedAt();
    if (editedAt.isPresent()) {
      json.writeStringField("editedAt", text(editedAt.get()));
    }
    if (!message.reactions().isEmpty()) {
      Json.writeArray(json, "reactions", message.reactions(), ReactionJson::write);
    }
  }

  static void writeMetadata(JsonGenerator json, Optional<String> metadata) throws IOException {
    if (metadata.isPresent()) {
      json.writeFieldName("metadata");
      json.writeRawValue(metadata.get());
    }
  }

  private static void writeAttributes(JsonGenerator json, MessageAttributes attributes)
      throws IOException {
    if (attributes.replyTo().isPresent()) {
      json.writeObjectFieldStart("replyTo");
      json.writeStringField("messageId", attributes.replyTo().get().message().value());
      json.writeNumberField("seq", attributes.replyTo().get().seq());
      json.writeEndObject();
    }
    writeMentions(json, attributes.mentions());
  }

  static void writeMentions(JsonGenerator json, Mentions mentions) throws IOException {
    if (mentions.everybody()) {
      json.writeStringField("mentions", Payload.ALL);
    } else if (!mentions.isEmpty()) {
      Json.writeUsers(json, "mentions", mentions.users());
    }
  }

  private static void writeDeletion(JsonGenerator json, UserId sender, Deletion deletion)
      throws IOException {
    json.writeBooleanField("deleted", true);
    json.writeStringField("deletedAt", text(deletion.at()));
    json.writeStringField("deletedBy", deletion.bySender() ? sender.value() : "moderator");
  }

  /** The message as UTF-8. */
  public static byte[] encoded(Message message) {
    return Json.writeValue(json -> write(json, message));
  }

  /** Whether a message with that content can be sent to clients. */
  public static boolean fits(MessageContent content, Limits limits) {
    int most = maxContentBytes(limits);
    int members = MEMBERS_BYTES * (1 + content.attachments().size());
    return members + MOST_ESCAPED * content.sizeBytes() <= most || bytes(content) <= most;
  }

  /** The most bytes of the content of a message, as encoded. */
  static int maxContentBytes(Limits limits) {
    return limits.maxServerFrameBytes() - AROUND_BYTES;
  }

  /** The bytes of the content of a message, as encoded. */
  private static int bytes(MessageContent content) {
    return Json.write(
            json -> {
              json.writeStringField("content", content.text());
              writeAttachments(json, content);
              writeMetadata(json, content.metadata());
            })
        .length;
  }

  static void writeAttachments(JsonGenerator json, MessageContent content) throws IOException {
    Json.writeArray(json, "attachments", content.attachments(), MessageJson::write);
  }

  /** ISO 8601 in UTC with milliseconds. */
  public static String text(Instant at) {
    return MILLIS.format(at);
  }

  /** The kind of a conversation. */
  public static String text(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static void write(JsonGenerator json, Attachment attachment) throws IOException {
    json.writeStartObject();
    if (attachment.id().isPresent()) {
      json.writeStringField("id", attachment.id().get());
    }
    json.writeStringField("fileUrl", attachment.fileUrl());
    json.writeStringField("fileName", attachment.fileName());
    json.writeStringField("fileType", attachment.fileType());
    json.writeNumberField("fileSize", attachment.fileSizeBytes());
    writeMetadata(json, attachment.metadata());
    json.writeEndObject();
  }
}
