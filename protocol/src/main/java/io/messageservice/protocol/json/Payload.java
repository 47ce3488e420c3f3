package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.port.in.message.SendMessage.About;
import io.messageservice.domain.conversation.ClientConversationId;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.user.IdText;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a payload that commands know, read in one pass whatever their order; commands then
 * ask for what they need. What is null counts as left out, and of a member that comes twice the
 * last counts.
 */
public final class Payload {

  /** Stands for a value of a type that no member has, an object for example. */
  private static final Object OTHER = new Object();

  /** Members that are arrays of ids. */
  private static final Set<String> LISTS = Set.of("userIds", "participants", "mentions");

  /** Members that are JSON of the clients' own. */
  private static final Set<String> OPAQUE = Set.of("metadata", "data");

  /** Instead of the ids of all who take part. */
  static final String ALL = "all";

  /** The longest text that is normalized: composing makes a text shorter, at most by this much. */
  private static final int MAX_DECOMPOSED = 8 * Reaction.MAX_LENGTH;

  private static final String ID_RULE = " characters, no control characters";

  private final Map<String, Object> members = new HashMap<>(8);
  private @Nullable InvalidFrame invalidAttachments;

  /** The members that were null, whatever else they were. */
  private final Set<String> nulls = new HashSet<>(0);

  /** With members that come from elsewhere than JSON: texts, lists, {@code Long} for numbers. */
  public static Payload of(Map<String, ?> members) {
    return new Payload().with(members);
  }

  /** With these members as well, whatever was under their names. */
  public Payload with(Map<String, ?> others) {
    members.putAll(others);
    return this;
  }

  /** Reads the object that the parser has just begun. */
  public static Payload read(JsonParser parser, AttachmentReader attachments) throws IOException {
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
    if (LISTS.contains(name) && parser.currentToken() == JsonToken.START_ARRAY) {
      members.put(name, elements(parser));
      return;
    }
    if (OPAQUE.contains(name) && parser.currentToken() != JsonToken.VALUE_NULL) {
      boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
      members.put(name, new OpaqueJson(Json.copy(parser), isObject));
      return;
    }
    Object value = scalar(parser);
    if (value == null) {
      members.remove(name);
      nulls.add(name);
    } else {
      members.put(name, value);
    }
  }

  /** JSON of the clients' own, written compactly. */
  private record OpaqueJson(String text, boolean isObject) {}

  /** Reads the array that the parser has just begun. */
  public void readAttachments(JsonParser parser, AttachmentReader attachments) throws IOException {
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

  public ConversationId conversationId() throws InvalidFrame {
    return new ConversationId(id("conversationId", ConversationId.MAX_LENGTH));
  }

  public UserId userId(String name) throws InvalidFrame {
    return new UserId(id(name, UserId.MAX_LENGTH));
  }

  public MessageId messageId() throws InvalidFrame {
    return new MessageId(id("messageId", MessageId.MAX_LENGTH));
  }

  /** What a message is to be beside its content. */
  public About about() throws InvalidFrame {
    return new About(
        optionalId("type", MessageType.MAX_LENGTH).map(MessageType::new),
        optionalId("replyTo", MessageId.MAX_LENGTH).map(MessageId::new),
        mentions());
  }

  private Mentions mentions() throws InvalidFrame {
    Object value = members.getOrDefault("mentions", List.of());
    if (value.equals(ALL)) {
      return Mentions.EVERYBODY;
    }
    if (value instanceof List<?>) {
      return new Mentions(false, List.copyOf(users("mentions", Mentions.MAX_USERS)));
    }
    throw InvalidFrame.payload("mentions: an array of ids, or \"all\"");
  }

  public Reaction reaction() throws InvalidFrame {
    if (members.get("reaction") instanceof String text && text.length() <= MAX_DECOMPOSED) {
      String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
      if (Reaction.isValid(composed)) {
        return new Reaction(composed);
      }
    }
    throw InvalidFrame.payload(
        "reaction: a string of 1 to " + Reaction.MAX_LENGTH + " code points, no controls");
  }

  /** A reaction; empty where it is left out. */
  public Optional<Reaction> optionalReaction() throws InvalidFrame {
    return members.containsKey("reaction") ? Optional.of(reaction()) : Optional.empty();
  }

  /** The name of an event of the clients' own. */
  public String eventName() throws InvalidFrame {
    return id("name", CustomEvent.MAX_NAME_LENGTH);
  }

  /** What an event of the clients' own is about, as JSON; {@code null} where it is left out. */
  public String eventData() throws InvalidFrame {
    return members.get("data") instanceof OpaqueJson json
        ? bounded("data", json, CustomEvent.MAX_DATA_BYTES)
        : "null";
  }

  /** An object in JSON; empty where it is left out. */
  Optional<String> metadata(int maxBytes) throws InvalidFrame {
    Object value = members.get("metadata");
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof OpaqueJson json && json.isObject()) {
      return Optional.of(bounded("metadata", json, maxBytes));
    }
    throw InvalidFrame.payload("metadata: an object");
  }

  private Optional<String> messageMetadata() throws InvalidFrame {
    return metadata(MessageContent.MAX_METADATA_BYTES);
  }

  private static String bounded(String name, OpaqueJson json, int maxBytes) throws InvalidFrame {
    if (json.text().getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw InvalidFrame.tooLarge(name + ": " + maxBytes + " bytes at most");
    }
    return json.text();
  }

  public Optional<UserId> receiverId() throws InvalidFrame {
    return optionalUserId("receiverId");
  }

  /** A user; empty where it is left out. */
  public Optional<UserId> optionalUserId(String name) throws InvalidFrame {
    return optionalId(name, UserId.MAX_LENGTH).map(UserId::new);
  }

  public Optional<ConversationId> optionalConversationId() throws InvalidFrame {
    return optionalId("conversationId", ConversationId.MAX_LENGTH).map(ConversationId::new);
  }

  public Optional<ClientMessageId> clientMessageId() throws InvalidFrame {
    return optionalId("clientMessageId", ClientMessageId.MAX_LENGTH).map(ClientMessageId::new);
  }

  public Optional<ClientConversationId> clientConversationId() throws InvalidFrame {
    return optionalId("clientConversationId", ClientConversationId.MAX_LENGTH)
        .map(ClientConversationId::new);
  }

  /** The kind of a conversation that is to begin; a group where it is left out. */
  public Kind newKind() throws InvalidFrame {
    return switch (String.valueOf(members.getOrDefault("kind", "group"))) {
      case "group" -> Kind.GROUP;
      case "direct" -> Kind.DIRECT;
      default -> throw InvalidFrame.payload("kind: group or direct");
    };
  }

  /** Users, each once; none where the member is left out. */
  public Set<UserId> users(String name, int max) throws InvalidFrame {
    if (!(members.getOrDefault(name, List.of()) instanceof List<?> values)) {
      throw InvalidFrame.payload(name + ": an array of ids");
    }
    if (values.size() > max) {
      throw InvalidFrame.tooLarge(name + ": " + max + " at most");
    }
    return new LinkedHashSet<>(users(name, values));
  }

  private static List<UserId> users(String name, List<?> values) throws InvalidFrame {
    List<UserId> users = new ArrayList<>();
    for (Object value : values) {
      users.add(new UserId(id(name, value, UserId.MAX_LENGTH)));
    }
    return users;
  }

  /** The ids of users of whom something is asked, one at least. */
  public List<UserId> userIds(String name, int max) throws InvalidFrame {
    if (!(members.get(name) instanceof List<?> values) || values.isEmpty()) {
      throw InvalidFrame.payload(name + ": an array of 1 to " + max + " ids");
    }
    if (values.size() > max) {
      throw InvalidFrame.tooLarge(name + ": " + max + " at most");
    }
    return users(name, values);
  }

  /** A token of any length, not judged yet. */
  public String token() throws InvalidFrame {
    if (members.get("token") instanceof String token && !token.isEmpty()) {
      return token;
    }
    throw InvalidFrame.payload("token: a string, not empty");
  }

  /** A text of any length; empty where it is left out. */
  private String text(String name) throws InvalidFrame {
    Object value = members.getOrDefault(name, "");
    if (value instanceof String text) {
      return text;
    }
    throw InvalidFrame.payload(name + ": a string");
  }

  /** A text; empty where it is left out. */
  public Optional<String> optionalText(String name) throws InvalidFrame {
    return members.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
  }

  public boolean flag(String name) throws InvalidFrame {
    return flag(name, members.get(name));
  }

  public boolean flagOr(boolean otherwise, String name) throws InvalidFrame {
    return flag(name, members.getOrDefault(name, otherwise));
  }

  /** Empty where it is left out. */
  Optional<Boolean> optionalFlag(String name) throws InvalidFrame {
    return members.containsKey(name) ? Optional.of(flag(name)) : Optional.empty();
  }

  private static boolean flag(String name, @Nullable Object value) throws InvalidFrame {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw InvalidFrame.payload(name + ": true or false");
  }

  /** A whole number; empty where it is left out. */
  private Optional<Long> number(String name) throws InvalidFrame {
    Object value = members.get(name);
    if (value == null || value instanceof Long) {
      return Optional.ofNullable((Long) value);
    }
    throw InvalidFrame.payload(name + ": an integer");
  }

  /** How many elements a page may have at most. */
  public int limit(long otherwise, int max) throws InvalidFrame {
    return (int) Math.max(1, Math.min(number("limit").orElse(otherwise), max));
  }

  /** A position; empty where it is left out. */
  public Optional<Long> position(String name) throws InvalidFrame {
    Optional<Long> position = number(name);
    if (position.isPresent() && position.get() < 0) {
      throw InvalidFrame.payload(name + ": an integer from 0");
    }
    return position;
  }

  /** A place in a list that was given out, as the reader reads it; empty where it is left out. */
  public <C> Optional<C> cursor(Function<String, Optional<C>> reader) throws InvalidFrame {
    Object value = members.get("cursor");
    Optional<C> cursor = value instanceof String text ? reader.apply(text) : Optional.empty();
    if (value != null && cursor.isEmpty()) {
      throw InvalidFrame.payload("cursor: one that was given with a page");
    }
    return cursor;
  }

  /**
   * What is to be sent; refused where it would be too large to be sent to others.
   *
   * @param givenBytes of the JSON that held it: what is sent is hardly larger, so that most
   *     messages need not be measured
   */
  public MessageContent content(Limits limits, int givenBytes) throws InvalidFrame {
    String text = contentText(limits);
    List<Attachment> attached = attachments();
    if (text.isEmpty() && attached.isEmpty()) {
      throw InvalidFrame.payload("content: a text, or at least one attachment");
    }
    MessageContent content = new MessageContent(text, attached, messageMetadata());
    int maxBytes = MessageJson.maxContentBytes(limits);
    if (givenBytes > maxBytes && !MessageJson.fits(content, limits)) {
      throw InvalidFrame.tooLarge("the message: " + maxBytes + " bytes of JSON at most");
    }
    return content;
  }

  /** What is to be changed of a message; what is null is removed from it. */
  public MessageEdit edit(Limits limits) throws InvalidFrame {
    Optional<Long> ifRev = position("ifRev");
    MessageEdit edit =
        new MessageEdit(
            isGiven("content") ? Optional.of(contentText(limits)) : Optional.empty(),
            isGiven("attachments") ? Optional.of(attachments()) : Optional.empty(),
            isGiven("metadata") ? Optional.of(messageMetadata().orElse("")) : Optional.empty(),
            ifRev.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    if (edit.isEmpty()) {
      throw InvalidFrame.payload("content, attachments, metadata: one of them at least");
    }
    return edit;
  }

  /** Whether the member is there, also where it is null. */
  boolean isGiven(String name) {
    boolean isBad = name.equals("attachments") && invalidAttachments != null;
    return members.containsKey(name) || nulls.contains(name) || isBad;
  }

  private String contentText(Limits limits) throws InvalidFrame {
    String text = text("content");
    int maxLength = limits.maxContentLength();
    if (text.length() > maxLength && text.codePointCount(0, text.length()) > maxLength) {
      throw InvalidFrame.tooLarge("content: " + maxLength + " characters at most");
    }
    return text;
  }

  @SuppressWarnings("unchecked") // only readAttachments puts a list
  private List<Attachment> attachments() throws InvalidFrame {
    if (invalidAttachments != null) {
      throw invalidAttachments;
    }
    Object value = members.getOrDefault("attachments", List.of());
    if (value instanceof List<?> list) {
      return (List<Attachment>) list;
    }
    throw InvalidFrame.payload("attachments: an array");
  }

  /** A text as ids are; empty where it is left out. */
  Optional<String> optionalId(String name, int maxLength) throws InvalidFrame {
    return members.containsKey(name) ? Optional.of(id(name, maxLength)) : Optional.empty();
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
