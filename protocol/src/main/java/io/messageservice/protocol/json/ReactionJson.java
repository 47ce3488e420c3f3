package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.event.Event.ReactionChanged;
import io.messageservice.application.port.in.message.ReactToMessage.Reacted;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes how users react to messages. */
public final class ReactionJson {

  /** The most bytes of ids that one reaction names: of long ids it names fewer. */
  private static final int MAX_NAMED_BYTES = 768;

  private ReactionJson() {}

  static void write(JsonGenerator json, ReactionCount reaction) throws IOException {
    json.writeStartObject();
    json.writeStringField("reaction", reaction.reaction().value());
    json.writeNumberField("count", reaction.count());
    json.writeArrayFieldStart("userIds");
    int bytes = 0;
    for (UserId user : reaction.first()) {
      bytes += user.value().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_NAMED_BYTES) {
        break;
      }
      json.writeString(user.value());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * Writes the members of the answer. Where nothing changed it has no {@code rev}: the client has
   * perhaps not been sent yet what else changed the message.
   */
  public static void writeAnswer(JsonGenerator json, Reacted reacted) throws IOException {
    write(json, reacted.event(), reacted.changed());
  }

  /** Writes the members of a reaction that changed, beside whose it is. */
  public static void writeMembers(JsonGenerator json, ReactionChanged event) throws IOException {
    write(json, event, true);
  }

  private static void write(JsonGenerator json, ReactionChanged event, boolean withRev)
      throws IOException {
    json.writeStringField("conversationId", event.conversation().value());
    json.writeStringField("messageId", event.message().value());
    json.writeNumberField("seq", event.seq());
    if (withRev) {
      json.writeNumberField("rev", event.position().rev());
    }
    json.writeStringField("reaction", event.reaction().value());
    json.writeNumberField("count", event.count());
  }

  /** Writes the member {@code ownReactions}, unless there are none. */
  public static void writeOwn(JsonGenerator json, List<byte[]> encoded) throws IOException {
    if (!encoded.isEmpty()) {
      Json.writeEncoded(json, "ownReactions", encoded);
    }
  }

  /** How a user has reacted to a message, as UTF-8. */
  public static byte[] encoded(OwnReactions own) {
    return Json.write(
        json -> {
          json.writeNumberField("seq", own.seq());
          Json.writeArray(
              json,
              "reactions",
              own.reactions(),
              (array, reaction) -> array.writeString(reaction.value()));
        });
  }
}
