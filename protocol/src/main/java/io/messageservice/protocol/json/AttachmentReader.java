package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.domain.message.Attachment;
import io.messageservice.protocol.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the attachments of a message. Immutable. */
public final class AttachmentReader {

  private static final Pattern SCHEME =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
  private static final Pattern HTTP =
      Pattern.compile("https?://[^/].*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  /** What browsers take for another host rather than a path. */
  private static final Pattern OTHER_HOST = Pattern.compile("[/\\\\]{2}.*", Pattern.DOTALL);

  private final Limits limits;

  public AttachmentReader(Limits limits) {
    this.limits = limits;
  }

  /**
   * Reads the array that the parser has just begun, to its end also where it is not valid.
   *
   * @throws InvalidFrame that names the member
   */
  List<Attachment> read(JsonParser parser) throws IOException, InvalidFrame {
    List<Attachment> all = new ArrayList<>();
    @Nullable InvalidFrame invalid = null;
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (invalid != null || ++count > limits.maxAttachments()) {
        parser.skipChildren();
        continue;
      }
      try {
        all.add(attachment(members(parser, count - 1), "attachments[" + (count - 1) + "]."));
      } catch (InvalidFrame first) {
        invalid = first;
      }
    }
    if (count > limits.maxAttachments()) {
      throw InvalidFrame.payload("attachments: " + limits.maxAttachments() + " at most");
    }
    if (invalid != null) {
      throw invalid;
    }
    return all;
  }

  private Map<String, Object> members(JsonParser parser, int index)
      throws IOException, InvalidFrame {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      throw InvalidFrame.payload("attachments[" + index + "]: an object");
    }
    Map<String, Object> members = new HashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (name.equals("metadata") && token != JsonToken.VALUE_NULL) {
        members.put(name, Json.copy(parser));
      } else if (token == JsonToken.VALUE_STRING) {
        members.put(name, parser.getText());
      } else if (token == JsonToken.VALUE_NUMBER_INT) {
        members.put(name, parser.getNumberValue());
      } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
        members.put(name, Numbers.whole(parser.getText()).map(Object.class::cast).orElse(token));
      } else if (token == JsonToken.VALUE_NULL) {
        members.remove(name);
      } else {
        parser.skipChildren();
        members.put(name, token);
      }
    }
    return members;
  }

  private Attachment attachment(Map<String, Object> members, String path) throws InvalidFrame {
    String url = text(members, path, "fileUrl", Attachment.MAX_URL_LENGTH);
    if (!isLocation(url)) {
      throw InvalidFrame.payload(path + "fileUrl: an http or https URL, or a path");
    }
    return new Attachment(
        members.containsKey("id")
            ? Optional.of(text(members, path, "id", Attachment.MAX_NAME_LENGTH))
            : Optional.empty(),
        url,
        text(members, path, "fileName", Attachment.MAX_NAME_LENGTH),
        text(members, path, "fileType", Attachment.MAX_NAME_LENGTH),
        size(members, path),
        metadata(members, path));
  }

  private static String text(Map<String, Object> members, String path, String name, int max)
      throws InvalidFrame {
    if (members.get(name) instanceof String text && text.length() <= max) {
      return text;
    }
    throw InvalidFrame.payload(path + name + ": a string of at most " + max + " characters");
  }

  private static long size(Map<String, Object> members, String path) throws InvalidFrame {
    Object value = members.get("fileSize");
    if (value instanceof Integer || value instanceof Long) {
      long size = ((Number) value).longValue();
      if (size >= 0 && size <= Attachment.MAX_FILE_SIZE_BYTES) {
        return size;
      }
    }
    throw InvalidFrame.payload(path + "fileSize: an integer from 0 to 2^53-1");
  }

  private Optional<String> metadata(Map<String, Object> members, String path) throws InvalidFrame {
    if (!(members.get("metadata") instanceof String json)) {
      return Optional.empty();
    }
    if (json.getBytes(StandardCharsets.UTF_8).length > limits.maxMetadataBytes()) {
      throw InvalidFrame.tooLarge(
          path + "metadata: " + limits.maxMetadataBytes() + " bytes at most");
    }
    return Optional.of(json);
  }

  /** Whether the text says where something can be fetched: by HTTP, or a path. */
  static boolean isLocation(String url) {
    if (url.isEmpty() || url.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    return SCHEME.matcher(url).matches()
        ? HTTP.matcher(url).matches()
        : !OTHER_HOST.matcher(url).matches() && !url.startsWith(" ");
  }
}
