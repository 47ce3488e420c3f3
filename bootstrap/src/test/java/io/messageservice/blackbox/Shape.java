package io.messageservice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for every frame that the server ever sends. */
public final class Shape {

  private static final Set<String> PUSHES =
      Set.of(
          "newMessage",
          "messageReadStatusChanged",
          "conversationReadStatusChanged",
          "userTyping",
          "userOnline",
          "userOffline",
          "pong",
          "hello",
          "lagged");

  private static final Set<String> CODES =
      Set.of(
          "invalid_format",
          "unknown_event",
          "invalid_payload",
          "forbidden",
          "not_found",
          "too_large",
          "rate_limited",
          "overloaded",
          "unavailable",
          "internal");

  private static final Pattern INNARDS =
      Pattern.compile(
          "\\bat [a-z]+\\.|Exception|\\bSELECT |\\bINSERT |SQLITE|io\\.messageservice|java\\.");

  private static final Pattern CREATED_AT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

  private Shape() {}

  public static void ofFrame(JsonNode frame) {
    assertThat(frame.isObject()).as("a frame is an object: %s", frame).isTrue();
    if (!frame.has("success")) {
      push(frame);
    } else if (frame.get("success").asBoolean()) {
      reply(frame);
    } else {
      error(frame);
    }
  }

  /** A MESSAGE with the members of the base contract and its position. */
  public static void ofMessage(JsonNode message) {
    assertThat(Json.members(message))
        .contains("id", "content", "senderId", "conversationId", "createdAt", "attachments", "seq");
    assertThat(message.get("id").isTextual()).as("id is a text: %s", message).isTrue();
    assertThat(message.get("content").isTextual()).as("content is a text: %s", message).isTrue();
    assertThat(message.get("attachments").isArray()).as("attachments: %s", message).isTrue();
    assertThat(message.get("seq").isIntegralNumber()).as("seq: %s", message).isTrue();
    assertThat(message.get("createdAt").asText()).matches(CREATED_AT);
    assertThat(message.has("deleted")).as("reserved for tombstones: %s", message).isFalse();
  }

  private static void push(JsonNode frame) {
    assertThat(PUSHES).contains(frame.path("event").asText());
    assertThat(frame.path("data").isObject()).as("data is an object: %s", frame).isTrue();
    if (!frame.path("event").asText().equals("pong")) {
      assertThat(Json.members(frame)).containsExactly("data", "event");
    }
    if (frame.path("event").asText().equals("newMessage")) {
      ofMessage(frame.get("data"));
    }
  }

  private static void reply(JsonNode frame) {
    assertThat(frame.get("success").isBoolean()).as("success: %s", frame).isTrue();
    assertThat(frame.path("event").isTextual()).as("event: %s", frame).isTrue();
    assertThat(Json.members(frame)).doesNotContain("data", "error", "code");
    assertThat(frame.has("message"))
        .as("only the reply of sendMessage has a message: %s", frame)
        .isEqualTo(frame.get("event").asText().equals("sendMessage"));
    if (frame.has("message")) {
      ofMessage(frame.get("message"));
    }
  }

  private static void error(JsonNode frame) {
    assertThat(frame.get("success").isBoolean()).as("success: %s", frame).isTrue();
    assertThat(Json.members(frame)).contains("success", "event", "error", "code");
    assertThat(Json.members(frame)).doesNotContain("data", "message");
    assertThat(CODES).contains(frame.get("code").asText());
    assertThat(frame.get("error").isTextual()).as("error is a text: %s", frame).isTrue();
    assertThat(frame.get("error").asText()).isNotBlank().doesNotContainPattern(INNARDS);
  }
}
