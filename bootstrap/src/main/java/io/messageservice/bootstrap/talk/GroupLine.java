package io.messageservice.bootstrap.talk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that changes the group that is talked in.
 *
 * @param event the command of the protocol
 * @param members adds those of its payload, without the conversation
 */
record GroupLine(String event, Consumer<ObjectNode> members) {

  static final String LEAVE = "leaveGroup";

  /** How these lines are written. */
  static final String USAGE =
      "/title text, /add user, /remove user, /role user owner|moderator|member, /ban user,"
          + " /unban user, /leave";

  private static final Pattern LINE =
      Pattern.compile("/(title|add|remove|role|ban|unban|leave)(\\s.*|$)");

  private static final Pattern ROLE = Pattern.compile("(\\S+)\\s+(\\S+)");

  /** Whether the line begins as one of these. */
  static boolean isLike(String line) {
    return LINE.matcher(line).matches();
  }

  /** What the line asks for; empty where it is not complete. */
  static Optional<GroupLine> read(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches() ? read(matcher.group(1), matcher.group(2).strip()) : Optional.empty();
  }

  private static Optional<GroupLine> read(String verb, String rest) {
    if (rest.isEmpty() != verb.equals("leave")) {
      return Optional.empty();
    }
    Matcher role = ROLE.matcher(rest);
    return switch (verb) {
      case "title" -> line("updateConversation", payload -> payload.put("title", rest));
      case "add" -> line("addParticipants", payload -> payload.putArray("userIds").add(rest));
      case "remove" -> line("removeParticipant", payload -> payload.put("userId", rest));
      case "ban" -> set(rest, payload -> payload.put("bannedUntil", "forever"));
      case "unban" -> set(rest, payload -> payload.putNull("bannedUntil"));
      case "role" ->
          role.matches()
              ? set(role.group(1), payload -> payload.put("role", role.group(2)))
              : Optional.empty();
      default -> line(LEAVE, payload -> {});
    };
  }

  private static Optional<GroupLine> set(String user, Consumer<ObjectNode> standing) {
    return line("setParticipant", standing.andThen(payload -> payload.put("userId", user)));
  }

  private static Optional<GroupLine> line(String event, Consumer<ObjectNode> members) {
    return Optional.of(new GroupLine(event, members));
  }

  /** The payload of the command in that conversation. */
  ObjectNode payload(String conversation) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode().put("conversationId", conversation);
    members.accept(payload);
    return payload;
  }
}
