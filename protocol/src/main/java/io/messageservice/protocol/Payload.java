package io.messageservice.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.IdText;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a payload that commands know, read in one pass whatever their order; commands then
 * ask for what they need. What is null counts as left out, and of a member that comes twice the
 * last counts.
 */
final class Payload {

  /** Stands for a value of a type that no member has, an object say. */
  private static final Object OTHER = new Object();

  private static final String ID_RULE = " characters, no control characters";

  private final Map<String, Object> members = new HashMap<>(8);
  private @Nullable InvalidFrame invalidAttachments;

  /** With texts for members. */
  static Payload of(Map<String, String> texts) {
    Payload payload = new Payload();
    payload.members.putAll(texts);
    return payload;
  }

  /** Reads the object that the parser has just begun. */
  static Payload read(JsonParser parser, AttachmentReader attachments) throws IOException {
    Payload payload = new Payload();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      payload.put(name, parser, attachments);
    }
    return payload;
  }

  private void put(String name, JsonParser parser, AttachmentReader attachments)
      throws IOException {
    if (name.equals("attachments")) {
      invalidAttachments = null;
    }
    if (name.equals("attachments") && parser.currentToken() == JsonToken.START_ARRAY) {
      readAttachments(parser, attachments);
      return;
    }
    if (name.equals("userIds") && parser.currentToken() == JsonToken.START_ARRAY) {
      members.put(name, elements(parser));
      return;
    }
    Object value = scalar(parser);
    if (value == null) {
      members.remove(name);
    } else {
      members.put(name, value);
    }
  }

  /** Reads the array that the parser has just begun. */
  void readAttachments(JsonParser parser, AttachmentReader attachments) throws IOException {
    try {
      members.put("attachments", attachments.read(parser));
    } catch (InvalidFrame invalid) {
      invalidAttachments = invalid;
    }
  }

  private static List<Object> elements(JsonParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = scalar(parser);
      elements.add(value == null ? OTHER : value);
    }
    return elements;
  }

  private static @Nullable Object scalar(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? OTHER
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT ->
          Numbers.whole(parser.getText()).map(Object.class::cast).orElse(OTHER);
      default -> {
        parser.skipChildren();
        yield OTHER;
      }
    };
  }

  ConversationId conversationId() throws InvalidFrame {
    return new ConversationId(id("conversationId", ConversationId.MAX_LENGTH));
  }

  UserId userId(String name) throws InvalidFrame {
    return new UserId(id(name, UserId.MAX_LENGTH));
  }

  MessageId messageId() throws InvalidFrame {
    return new MessageId(id("messageId", MessageId.MAX_LENGTH));
  }

  Optional<UserId> receiverId() throws InvalidFrame {
    return members.containsKey("receiverId")
        ? Optional.of(new UserId(id("receiverId", UserId.MAX_LENGTH)))
        : Optional.empty();
  }

  Optional<ClientMessageId> clientMessageId() throws InvalidFrame {
    return members.containsKey("clientMessageId")
        ? Optional.of(new ClientMessageId(id("clientMessageId", ClientMessageId.MAX_LENGTH)))
        : Optional.empty();
  }

  List<UserId> userIds() throws InvalidFrame {
    if (!(members.get("userIds") instanceof List<?> values) || values.isEmpty()) {
      throw InvalidFrame.payload("userIds: an array of 1 to " + GetPresence.MAX_USERS + " ids");
    }
    if (values.size() > GetPresence.MAX_USERS) {
      throw InvalidFrame.tooLarge("userIds: " + GetPresence.MAX_USERS + " at most");
    }
    List<UserId> users = new ArrayList<>();
    for (Object value : values) {
      users.add(new UserId(id("userIds", value, UserId.MAX_LENGTH)));
    }
    return users;
  }

  /** A token of any length, not judged yet. */
  String token() throws InvalidFrame {
    if (members.get("token") instanceof String token && !token.isEmpty()) {
      return token;
    }
    throw InvalidFrame.payload("token: a string, not empty");
  }

  /** A text of any length; empty where it is left out. */
  String text(String name) throws InvalidFrame {
    Object value = members.getOrDefault(name, "");
    if (value instanceof String text) {
      return text;
    }
    throw InvalidFrame.payload(name + ": a string");
  }

  /** A text; empty where it is left out. */
  Optional<String> optionalText(String name) throws InvalidFrame {
    return members.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
  }

  boolean flag(String name) throws InvalidFrame {
    return flag(name, members.get(name));
  }

  boolean flagOr(boolean otherwise, String name) throws InvalidFrame {
    return flag(name, members.getOrDefault(name, otherwise));
  }

  private static boolean flag(String name, @Nullable Object value) throws InvalidFrame {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw InvalidFrame.payload(name + ": true or false");
  }

  /** A whole number; empty where it is left out. */
  Optional<Long> number(String name) throws InvalidFrame {
    Object value = members.get(name);
    if (value == null || value instanceof Long) {
      return Optional.ofNullable((Long) value);
    }
    throw InvalidFrame.payload(name + ": an integer");
  }

  /** A position; empty where it is left out. */
  Optional<Long> position(String name) throws InvalidFrame {
    Optional<Long> position = number(name);
    if (position.isPresent() && position.get() < 0) {
      throw InvalidFrame.payload(name + ": an integer from 0");
    }
    return position;
  }

  /** A place in a list that was given out; empty where it is left out. */
  Optional<Cursor> cursor() throws InvalidFrame {
    Object value = members.get("cursor");
    Optional<Cursor> cursor = value instanceof String text ? Cursors.read(text) : Optional.empty();
    if (value != null && cursor.isEmpty()) {
      throw InvalidFrame.payload("cursor: one that was given with a page");
    }
    return cursor;
  }

  /**
   * What is to be said.
   *
   * @param maxLength the longest text, in code points
   */
  MessageContent content(int maxLength) throws InvalidFrame {
    String text = text("content");
    List<Attachment> attached = attachments();
    if (text.length() > maxLength && text.codePointCount(0, text.length()) > maxLength) {
      throw InvalidFrame.tooLarge("content: " + maxLength + " characters at most");
    }
    if (text.isEmpty() && attached.isEmpty()) {
      throw InvalidFrame.payload("content: a text, or at least one attachment");
    }
    return new MessageContent(text, attached);
  }

  @SuppressWarnings("unchecked") // only readAttachments puts a list
  List<Attachment> attachments() throws InvalidFrame {
    if (invalidAttachments != null) {
      throw invalidAttachments;
    }
    Object value = members.getOrDefault("attachments", List.of());
    if (value instanceof List<?> list) {
      return (List<Attachment>) list;
    }
    throw InvalidFrame.payload("attachments: an array");
  }

  private String id(String name, int maxLength) throws InvalidFrame {
    return id(name, members.get(name), maxLength);
  }

  private static String id(String name, @Nullable Object value, int maxLength) throws InvalidFrame {
    if (value instanceof String text && IdText.isValid(text, maxLength)) {
      return text;
    }
    throw InvalidFrame.payload(name + ": a string of 1 to " + maxLength + ID_RULE);
  }
}
