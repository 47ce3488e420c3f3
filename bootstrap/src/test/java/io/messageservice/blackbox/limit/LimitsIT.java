package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Attachments;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import io.messageservice.blackbox.WebSocketOnly;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of limits, each at its last good value and the first bad one. */
@AlsoInCluster
@AlsoOverSse
final class LimitsIT extends Scenario {

  private final String lobby = id("lobby");

  private static Object[] message(String conversation, Object... more) {
    List<Object> payload = new ArrayList<>(List.of("conversationId", conversation));
    payload.addAll(List.of(more));
    return payload.toArray();
  }

  @Test
  void contentHasAtMost10000CodePoints() {
    Client alice = connect("alice");

    alice.say(lobby, "x".repeat(10_000));
    alice.say(lobby, "🌄".repeat(10_000));
    alice.refused("too_large", "sendMessage", message(lobby, "content", "x".repeat(10_001)));
    alice.refused("too_large", "sendMessage", message(lobby, "content", "🌄".repeat(10_001)));
  }

  @Test
  void idsHaveAtMost128Characters() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    String longest = id("c".repeat(128 - id("").length()));

    alice.join(longest);
    alice.say(longest, "hello");
    alice.refused("invalid_payload", "joinConversation", message(longest + "c"));
    alice.refused("invalid_payload", "leaveConversation", message(longest + "c"));
    alice.refused("invalid_payload", "markConversationAsRead", message(longest + "c"));
    alice.refused("invalid_payload", "sendMessage", message(longest + "c", "content", "x"));
    alice.refused("invalid_payload", "sendMessage", message("", "content", "x"));
    alice.refused("not_found", "markAsRead", "messageId", "m".repeat(128));
    alice.refused("invalid_payload", "markAsRead", "messageId", "m".repeat(129));
    alice.refused("invalid_payload", "markAsRead", "messageId", "");
    String receiver = "r".repeat(129);
    alice.refused(
        "invalid_payload", "sendMessage", message(lobby, "content", "x", "receiverId", receiver));
    alice.refused(
        "invalid_payload", "sendMessage", message(lobby, "content", "x", "receiverId", ""));
    alice.tell(receiver.substring(1), lobby, "to somebody with a long name");
    bob.hearsNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\t", "a\u0001", "\u001f", "\u007f", "a\u0085b", "\u0000"})
  void idsHaveNoControlCharacters(String bad) {
    Client alice = connect("alice");

    alice.refused("invalid_payload", "joinConversation", message(bad));
    alice.refused("invalid_payload", "leaveConversation", message(bad));
    alice.refused("invalid_payload", "sendMessage", message(bad, "content", "x"));
    alice.refused("invalid_payload", "typing", message(bad, "isTyping", true));
    alice.refused("invalid_payload", "markAsRead", "messageId", bad);
    alice.refused(
        "invalid_payload", "sendMessage", message(lobby, "content", "x", "receiverId", bad));
    alice.refused(
        "invalid_payload", "sendMessage", message(lobby, "content", "x", "clientMessageId", bad));
  }

  @Test
  void clientMessageIdsHaveAtMost64Characters() {
    Client alice = connect("alice");
    String longest = "k".repeat(64);

    alice.ask("sendMessage", message(lobby, "content", "x", "clientMessageId", longest));
    for (Object bad : List.of(longest + "k", "", 7, true)) {
      alice.refused(
          "invalid_payload", "sendMessage", message(lobby, "content", "x", "clientMessageId", bad));
    }
  }

  @Test
  void idsMayBeOfAnyOtherCharacters() {
    Client alice = connect("alice");
    String odd = id("a b/c?d=%20&\"'\\<é漢🌄>;--");

    assertThat(alice.join(odd).get("conversationId").asText()).isEqualTo(odd);
    assertThat(alice.say(odd, "x").get("conversationId").asText()).isEqualTo(odd);
  }

  @Test
  void textHasNoNullCharacter() {
    Client alice = connect("alice");

    alice.refused("invalid_payload", "sendMessage", message(lobby, "content", "a\u0000b"));
    for (ObjectNode bad :
        List.of(
            Attachments.with("fileName", "a\u0000"),
            Attachments.with("fileType", "a\u0000"),
            Attachments.with("fileUrl", "https://x/a\u0000"),
            Attachments.with("id", "a\u0000"),
            Attachments.with("metadata", Json.object("k", "a\u0000")),
            Attachments.with("metadata", Json.object("k\u0000", "a")))) {
      refuseAttachment(alice, "invalid_payload", bad);
    }
  }

  @Test
  void textHasNoLoneSurrogate() {
    Client alice = connect("alice");
    for (String bad : List.of("\\ud800", "\\udc00", "a\\ud83cb", "\\udf04\\ud83c")) {
      alice.sendText(
          "{\"event\":\"sendMessage\",\"payload\":{\"conversationId\":\""
              + lobby
              + "\",\"content\":\""
              + bad
              + "\"}}");
      JsonNode error = alice.next();
      assertThat(error.path("code").asText()).isEqualTo("invalid_format");
      alice.sendText(
          "{\"event\":\"joinConversation\",\"payload\":{\"conversationId\":\"" + bad + "\"}}");
      assertThat(alice.next().path("code").asText()).isEqualTo("invalid_format");
    }

    alice.sendText(
        "{\"event\":\"sendMessage\",\"payload\":{\"conversationId\":\""
            + lobby
            + "\",\"content\":\"\\ud83c\\udf04\"}}");
    assertThat(alice.expectReply("sendMessage").get("message").get("content").asText())
        .isEqualTo("🌄");
  }

  private JsonNode refuseAttachment(Client client, String code, JsonNode... files) {
    return client.refused(
        code,
        "sendMessage",
        message(lobby, "content", "x", "attachments", Json.array((Object[]) files)));
  }

  private JsonNode attach(Client client, JsonNode... files) {
    return client
        .ask(
            "sendMessage",
            message(lobby, "content", "x", "attachments", Json.array((Object[]) files)))
        .get("message")
        .get("attachments");
  }

  @Test
  void atMostTenAttachments() {
    Client alice = connect("alice");
    JsonNode[] ten = new JsonNode[10];
    java.util.Arrays.fill(ten, Attachments.minimal());
    JsonNode[] eleven = java.util.Arrays.copyOf(ten, 11);
    eleven[10] = Attachments.minimal();

    assertThat(attach(alice, ten)).hasSize(10);
    refuseAttachment(alice, "invalid_payload", eleven);
  }

  static List<Arguments> goodMembers() {
    return List.of(
        Arguments.of("fileUrl", "http://files.example/a"),
        Arguments.of("fileUrl", "HTTPS://files.example/a"),
        Arguments.of("fileUrl", "/uploads/a.png"),
        Arguments.of("fileUrl", "https://" + "x".repeat(2_040)),
        Arguments.of("fileName", "n".repeat(255)),
        Arguments.of("fileName", "漢".repeat(255)),
        Arguments.of("fileType", "t".repeat(255)),
        Arguments.of("id", "i".repeat(255)),
        Arguments.of("fileSize", 0),
        Arguments.of("fileSize", (1L << 53) - 1),
        Arguments.of("metadata", "text"),
        Arguments.of("metadata", 5),
        Arguments.of("metadata", Json.array(1, "two", false)),
        Arguments.of("metadata", Json.object("k", "x".repeat(4_000))));
  }

  @ParameterizedTest
  @MethodSource("goodMembers")
  void attachmentsAtTheLimitAreTaken(String member, Object value) {
    Client alice = connect("alice");
    ObjectNode file = Attachments.with(member, value);

    assertThat(attach(alice, file).get(0).get(member)).isEqualTo(Json.object("v", value).get("v"));
  }

  static List<Arguments> badMembers() {
    return List.of(
        Arguments.of("fileUrl", ""),
        Arguments.of("fileUrl", 5),
        Arguments.of("fileUrl", "javascript:alert(1)"),
        Arguments.of("fileUrl", "data:text/html,x"),
        Arguments.of("fileUrl", "ftp://files.example/a"),
        Arguments.of("fileUrl", " javascript:alert(1)"),
        Arguments.of("fileUrl", "https://" + "x".repeat(2_041)),
        Arguments.of("fileName", "n".repeat(256)),
        Arguments.of("fileName", 5),
        Arguments.of("fileType", "t".repeat(256)),
        Arguments.of("fileType", Json.array()),
        Arguments.of("id", "i".repeat(256)),
        Arguments.of("id", 5),
        Arguments.of("fileSize", -1),
        Arguments.of("fileSize", 1L << 53),
        Arguments.of("fileSize", 1.5),
        Arguments.of("fileSize", "1024"));
  }

  @ParameterizedTest
  @MethodSource("badMembers")
  void attachmentsPastTheLimitAreRefused(String member, Object value) {
    Client alice = connect("alice");

    JsonNode error = refuseAttachment(alice, "invalid_payload", Attachments.with(member, value));

    assertThat(error.get("error").asText()).contains(member);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fileUrl", "fileName", "fileType", "fileSize"})
  void membersOfAnAttachmentMustBeThere(String member) {
    Client alice = connect("alice");
    ObjectNode file = Attachments.minimal();
    file.remove(member);

    refuseAttachment(alice, "invalid_payload", file);
  }

  @Test
  void attachmentsAreObjects() {
    Client alice = connect("alice");

    refuseAttachment(alice, "invalid_payload", Json.parse("\"https://files.example/a\""));
    refuseAttachment(alice, "invalid_payload", Json.parse("null"));
    alice.refused(
        "invalid_payload", "sendMessage", message(lobby, "content", "x", "attachments", "none"));
  }

  @Test
  void metadataHasAtMost4KiB() {
    Client alice = connect("alice");
    ObjectNode exactly = Attachments.with("metadata", Json.object("k", "x".repeat(4_096 - 8)));

    assertThat(exactly.get("metadata").toString()).hasSize(4_096);
    attach(alice, exactly);
    refuseAttachment(
        alice, "too_large", Attachments.with("metadata", Json.object("k", "x".repeat(4_096 - 7))));
  }

  @Test
  void jsonIsAtMost32Deep() {
    Client alice = connect("alice");

    // the frame and the payload are two, so the value within may be 30 deep
    alice.sendText(pingWith(nested(30)));
    assertThat(alice.expectPush("pong")).isEmpty();
    alice.sendText(pingWith(nested(31)));
    assertThat(alice.next().path("code").asText()).isEqualTo("invalid_format");
    alice.sendText(pingWith(nested(10_000)));
    assertThat(alice.next().path("code").asText()).isEqualTo("invalid_format");
  }

  private static String pingWith(String value) {
    return "{\"event\":\"ping\",\"payload\":{\"x\":" + value + "}}";
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  void longestContentFitsThoughEveryCharacterIsEscaped() {
    Client alice = connect("alice");
    String emoji = "\\uD83D\\uDE00".repeat(10_000);

    alice.sendText(
        "{\"event\":\"sendMessage\",\"payload\":{\"conversationId\":\""
            + id("room")
            + "\",\"content\":\""
            + emoji
            + "\"}}");

    assertThat(alice.expectReply("sendMessage").get("message").get("content").asText())
        .isEqualTo("😀".repeat(10_000));
  }

  @Test
  void wholeNumbersMayBeWrittenInAnyWay() {
    Client alice = connect("alice");
    alice.say(id("room"), "one");
    alice.say(id("room"), "two");

    alice.sendText(
        "{\"event\":\"fetchMessages\",\"ref\":5.0,\"payload\":{\"conversationId\":\""
            + id("room")
            + "\",\"afterSeq\":1.0,\"limit\":5e0}}");

    JsonNode page = alice.expectReply("fetchMessages");
    assertThat(page.get("messages")).hasSize(1);
    assertThat(page.get("ref").asLong()).isEqualTo(5);
  }

  @Test
  @WebSocketOnly("a post that is too large is answered with 413")
  void largeFramesAreClosedWith1009() {
    Client alice = connect("alice");

    alice.sendText("{\"event\":\"ping\"}" + " ".repeat(256 * 1024));

    assertThat(alice.expectClosed().code()).isEqualTo(1009);
  }

  @Test
  void connectionIsInAtMostAThousandRooms() {
    Client alice = connect("alice");
    for (int i = 0; i < 1_000; i++) {
      alice.send("joinConversation", "conversationId", id("room" + i));
    }
    for (int i = 0; i < 1_000; i++) {
      alice.expectReply("joinConversation");
    }

    alice.refused("too_large", "joinConversation", "conversationId", id("room1000"));
    alice.join(id("room7")); // where it already is
    alice.ask("leaveConversation", "conversationId", id("room8"));
    alice.join(id("room1000"));
  }

  @Test
  @OneNodeOnly("each node counts its own connections")
  void userHasAtMost64Connections() {
    List<Client> connections = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      connections.add(connect("alice"));
    }

    Client tooMany = keep(door("/?token=" + Tokens.of(id("alice"))).open(id("alice")));

    assertThat(tooMany.expectClosed().code()).isEqualTo(1013);
    connections.get(0).close();
    await().until(() -> isAccepted("alice"));
  }

  @Test
  void messageOfManyLargeAttachmentsArrivesWhole() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.join(lobby);
    ArrayNode files = Json.array();
    for (int i = 0; i < 10; i++) {
      files.add(Attachments.with("metadata", Json.object("k", "y".repeat(4_000))));
    }

    JsonNode message =
        alice
            .ask("sendMessage", message(lobby, "content", "x".repeat(10_000), "attachments", files))
            .get("message");

    assertThat(message.get("attachments")).isEqualTo(files);
    bob.expectMessage(message);
  }
}
