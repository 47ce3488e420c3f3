package io.messageservice.protocol.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Ref;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the answers to commands, each with {@code success} and {@code event}. */
public final class ReplyFrames {

  private ReplyFrames() {}

  /** The answer to a command that has nothing to add but that it was taken. */
  public static TextFrame taken(String event, @Nullable Ref ref) {
    return success(event, ref, json -> {});
  }

  /** A refusal. */
  public static TextFrame error(@Nullable String event, @Nullable Ref ref, Refusal refusal) {
    return error(event, ref, refusal, json -> {});
  }

  /** A refusal, and what the writer adds. */
  static TextFrame error(
      @Nullable String event, @Nullable Ref ref, Refusal refusal, Json.Writer members) {
    return TextFrame.kept(
        Json.write(
            json -> {
              json.writeBooleanField("success", false);
              json.writeStringField("event", event);
              writeRef(json, ref);
              json.writeStringField("error", refusal.text());
              json.writeStringField("code", refusal.code().name().toLowerCase(Locale.ROOT));
              members.writeTo(json);
            }));
  }

  /** A success, and what the writer adds. */
  public static TextFrame success(String event, @Nullable Ref ref, Json.Writer members) {
    return TextFrame.kept(
        Json.write(
            json -> {
              json.writeBooleanField("success", true);
              json.writeStringField("event", event);
              writeRef(json, ref);
              members.writeTo(json);
            }));
  }

  /** Writes the ref where there is one. */
  public static void writeRef(JsonGenerator json, @Nullable Ref ref) throws IOException {
    if (ref != null) {
      json.writeFieldName("ref");
      ref.writeTo(json);
    }
  }
}
