package io.messageservice.protocol.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** What careless and hostile clients send: commands, most of them broken somewhere. */
final class Garbage {

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1e999",
          "12345678901234567890123",
          "\"\"",
          "\"x\"",
          "{}",
          "[]",
          "[[[[]]]]",
          "{\"a\":{\"b\":[1,{}]}}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"é€😀\"",
          "\"a\\nb\"",
          "NaN",
          "'x'",
          "0x10",
          "-",
          "01",
          "\"\\x\"",
          "tru",
          "\"open");

  private static final List<String> MEMBERS =
      List.of(
          "\"conversationId\":\"%s\"",
          "\"content\":\"hello\"",
          "\"receiverId\":\"user1\"",
          "\"clientMessageId\":\"key\"",
          "\"messageId\":\"none\"",
          "\"read\":true",
          "\"isTyping\":true",
          "\"afterSeq\":0",
          "\"beforeSeq\":9",
          "\"upToSeq\":1",
          "\"mutedUntil\":null",
          "\"hidden\":true",
          "\"limit\":5",
          "\"userIds\":[\"user1\",\"ann\"]",
          "\"attachments\":[{\"fileUrl\":\"/a\",\"fileName\":\"a\",\"fileType\":\"b\","
              + "\"fileSize\":1,\"metadata\":{\"k\":[1.50,null]}}]");

  private static final List<String> EVENTS =
      List.of(
          "sendMessage",
          "joinConversation",
          "leaveConversation",
          "markAsRead",
          "markConversationAsRead",
          "markAsDelivered",
          "setPreferences",
          "blockUser",
          "unblockUser",
          "listBlocked",
          "typing",
          "fetchMessages",
          "getPresence",
          "listConversations",
          "ping",
          "pong",
          "selfDestruct");

  private static final String SIGNS = "{}[]\",:\\u0d8ePn1-.e \t\n\u0001é😀";

  private final Random random;

  Garbage(Random random) {
    this.random = random;
  }

  /** A frame as a client could send it: valid UTF-8. */
  byte[] frame(String conversation) {
    String text = command(conversation);
    for (int left = random.nextInt(4); left > 0; left--) {
      text = broken(text);
    }
    return text.getBytes(StandardCharsets.UTF_8); // half a pair becomes a question mark
  }

  /** A frame that begins as an array. */
  byte[] array(String conversation) {
    StringBuilder text = new StringBuilder("[" + command(conversation));
    for (int left = random.nextInt(4); left > 0; left--) {
      text.append(random.nextInt(8) == 0 ? " " : ",");
      text.append(random.nextInt(3) == 0 ? one(VALUES) : command(conversation));
    }
    String whole = text + (random.nextInt(8) == 0 ? "" : "]");
    String sent = random.nextInt(3) == 0 ? "[" + broken(whole.substring(1)) : whole;
    return sent.getBytes(StandardCharsets.UTF_8);
  }

  private String command(String conversation) {
    StringBuilder payload = new StringBuilder("\"conversationId\":\"" + conversation + "\"");
    for (int left = random.nextInt(5); left > 0; left--) {
      payload.append(',').append(String.format(one(MEMBERS), conversation));
    }
    String ref = random.nextInt(3) == 0 ? "\"ref\":" + one(VALUES) + "," : "";
    return "{\"event\":\"" + one(EVENTS) + "\"," + ref + "\"payload\":{" + payload + "}}";
  }

  private String broken(String text) {
    int at = random.nextInt(text.length() + 1);
    int to = at + random.nextInt(Math.min(8, text.length() - at) + 1);
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + sign() + text.substring(to);
      case 1 -> text.substring(0, at) + text.substring(to);
      case 2 -> text.substring(0, at) + one(VALUES) + text.substring(at);
      case 3 -> withOtherValue(text);
      case 4 -> text + text.substring(at);
      default -> "[".repeat(random.nextInt(40)) + text;
    };
  }

  /** Another value behind one of the colons. */
  private String withOtherValue(String text) {
    int colon = text.indexOf(':', random.nextInt(text.length() + 1));
    int end = colon < 0 ? -1 : text.indexOf(',', colon);
    return end < 0 ? text : text.substring(0, colon + 1) + one(VALUES) + text.substring(end);
  }

  private String sign() {
    int at = random.nextInt(SIGNS.length());
    return SIGNS.substring(at, at + 1);
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
