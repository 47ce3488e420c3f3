package io.messageservice.protocol.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.json.AttachmentReader;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads what other services ask for, under the limits that hold for clients. Immutable; any thread
 * may call.
 */
public final class ServiceDecoder {

  private final JsonFactory factory;
  private final AttachmentReader attachments;
  private final Limits limits;

  /** Under these limits. */
  public ServiceDecoder(Limits limits) {
    this.factory = Json.readingUpTo(limits.maxDepth());
    this.attachments = new AttachmentReader(limits);
    this.limits = limits;
  }

  /**
   * The command that the fields make. One that is empty counts as left out.
   *
   * @throws InvalidFrame that names the field
   */
  public ServiceCommand decode(Map<String, String> fields) throws InvalidFrame {
    Map<String, String> texts =
        fields.entrySet().stream()
            .filter(field -> !field.getValue().isEmpty())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    for (Map.Entry<String, String> field : texts.entrySet()) {
      if (field.getValue().indexOf('\0') >= 0) {
        throw InvalidFrame.payload(field.getKey() + ": the character U+0000 is not allowed");
      }
    }
    ClientMessageId id = id(texts);
    return switch (texts.getOrDefault("type", "")) {
      case "send" -> send(id, texts);
      case "notice" -> notice(texts);
      default -> throw InvalidFrame.payload("type: send or notice");
    };
  }

  private static ClientMessageId id(Map<String, String> texts) throws InvalidFrame {
    String id = texts.getOrDefault("id", "");
    if (!ClientMessageId.isValid(id)) {
      throw InvalidFrame.payload(
          "id: 1 to " + ClientMessageId.MAX_LENGTH + " characters, no control characters");
    }
    return new ClientMessageId(id);
  }

  private ServiceCommand send(ClientMessageId id, Map<String, String> texts) throws InvalidFrame {
    String attached = texts.remove("attachments");
    texts.remove("metadata"); // of messages of clients
    Payload payload = Payload.of(texts);
    if (attached != null) {
      readAttachments(payload, attached);
    }
    MessageContent content = payload.content(limits, Integer.MAX_VALUE);
    UserId sender = payload.userId("senderId");
    return new ServiceCommand.Send(
        sender,
        new DisplayName(texts.getOrDefault("senderName", sender.value())),
        new SendMessage.Request(
            payload.conversationId(), content, payload.receiverId(), Optional.of(id)));
  }

  private void readAttachments(Payload payload, String json) throws InvalidFrame {
    read(
        "attachments",
        json,
        JsonToken.START_ARRAY,
        parser -> {
          payload.readAttachments(parser, attachments);
          return "";
        });
  }

  private ServiceCommand notice(Map<String, String> texts) throws InvalidFrame {
    UserId user = Payload.of(texts).userId("userId");
    String name = texts.getOrDefault("event", "");
    if (name.length() > NoticeGiven.MAX_NAME_LENGTH) {
      throw InvalidFrame.payload("event: " + NoticeGiven.MAX_NAME_LENGTH + " characters at most");
    }
    String data = read("data", texts.getOrDefault("data", ""), JsonToken.START_OBJECT, Json::copy);
    if (data.getBytes(StandardCharsets.UTF_8).length > NoticeGiven.MAX_DATA_BYTES) {
      throw InvalidFrame.tooLarge("data: " + NoticeGiven.MAX_DATA_BYTES + " bytes at most");
    }
    return new ServiceCommand.Notice(user, new NoticeGiven(name, data));
  }

  /** Reads a field that is JSON, one value that begins so and nothing after it. */
  private String read(String field, String json, JsonToken begin, Reader reader)
      throws InvalidFrame {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    try {
      Texts.check(factory, utf8, 0, utf8.length);
      try (JsonParser parser = factory.createParser(utf8)) {
        if (parser.nextToken() == begin) {
          String value = reader.read(parser);
          if (parser.nextToken() == null) {
            return value;
          }
        }
      }
    } catch (IOException malformed) {
      // reported below, as for JSON of another kind
    }
    String kind = begin == JsonToken.START_ARRAY ? "array" : "object";
    throw InvalidFrame.payload(
        field + ": a JSON " + kind + " of at most " + limits.maxDepth() + " levels");
  }

  private interface Reader {
    String read(JsonParser parser) throws IOException;
  }
}
