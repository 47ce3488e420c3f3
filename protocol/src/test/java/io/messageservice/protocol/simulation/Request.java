package io.messageservice.protocol.simulation;

import io.messageservice.protocol.simulation.group.GroupRequest;
import io.messageservice.protocol.simulation.personal.PersonalRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command as a client writes it. */
sealed interface Request {

  /** The conversation that it is about; empty where the frame does not name it. */
  String conversation();

  String event();

  /** Literal JSON. */
  String payload();

  default String frame(@Nullable String ref) {
    String more = ref == null ? "" : ",\"ref\":\"" + ref + "\"";
    return "{\"event\":\"" + event() + "\"" + more + ",\"payload\":" + payload() + "}";
  }

  private static String object(String conversation, String more) {
    return "{\"conversationId\":\"" + conversation + "\"" + more + "}";
  }

  private static String text(String name, @Nullable String value) {
    return value == null ? "" : ",\"" + name + "\":\"" + value + "\"";
  }

  private static String number(String name, @Nullable Long value) {
    return value == null ? "" : ",\"" + name + "\":" + value;
  }

  /** Says something that was never said before, or the same again under the same key. */
  record Send(String conversation, String content, @Nullable String key, @Nullable String receiver)
      implements Request {

    @Override
    public String event() {
      return "sendMessage";
    }

    @Override
    public String payload() {
      return object(
          conversation,
          text("content", content) + text("clientMessageId", key) + text("receiverId", receiver));
    }
  }

  /** Enters a room, with a position or without. */
  record Join(
      String conversation,
      @Nullable Long afterSeq,
      @Nullable Long afterRev,
      @Nullable String epoch,
      @Nullable Long maxReplay)
      implements Request {

    @Override
    public String event() {
      return "joinConversation";
    }

    @Override
    public String payload() {
      return object(
          conversation,
          number("afterSeq", afterSeq)
              + number("afterRev", afterRev)
              + text("epoch", epoch)
              + number("maxReplay", maxReplay));
    }
  }

  /** Leaves a room. */
  record Leave(String conversation) implements Request {

    @Override
    public String event() {
      return "leaveConversation";
    }

    @Override
    public String payload() {
      return object(conversation, "");
    }
  }

  /** Marks a message, at that position of the conversation, as read or not. */
  record Mark(String conversation, String message, long seq, boolean read) implements Request {

    @Override
    public String event() {
      return "markAsRead";
    }

    @Override
    public String payload() {
      return "{\"messageId\":\"" + message + "\",\"read\":" + read + "}";
    }
  }

  /**
   * Changes what a message says.
   *
   * @param ifRev the state that it must have; null for any
   */
  record Edit(String conversation, String message, long seq, String content, @Nullable Long ifRev)
      implements Request {

    @Override
    public String event() {
      return "editMessage";
    }

    @Override
    public String payload() {
      return "{\"messageId\":\""
          + message
          + "\""
          + text("content", content)
          + number("ifRev", ifRev)
          + "}";
    }
  }

  /** Reacts to a message, or takes that back. */
  record React(String conversation, String message, long seq, String reaction, boolean add)
      implements Request {

    @Override
    public String event() {
      return add ? "addReaction" : "removeReaction";
    }

    @Override
    public String payload() {
      return "{\"messageId\":\"" + message + "\"" + text("reaction", reaction) + "}";
    }
  }

  /** Deletes a message. */
  record Delete(String conversation, String message, long seq) implements Request {

    @Override
    public String event() {
      return "deleteMessage";
    }

    @Override
    public String payload() {
      return "{\"messageId\":\"" + message + "\"}";
    }
  }

  /** Changes a group. */
  record ChangeGroup(GroupRequest.Change change) implements Request {

    @Override
    public String conversation() {
      return change.conversation();
    }

    @Override
    public String event() {
      return change.event();
    }

    @Override
    public String payload() {
      return object(conversation(), change.more());
    }
  }

  /** Asks for something of its user's own. */
  record Own(PersonalRequest asks) implements Request {

    @Override
    public String conversation() {
      return asks.conversation();
    }

    @Override
    public String event() {
      return asks.event();
    }

    @Override
    public String payload() {
      return asks.payload();
    }
  }

  /** Marks everything as read. */
  record MarkAll(String conversation) implements Request {

    @Override
    public String event() {
      return "markConversationAsRead";
    }

    @Override
    public String payload() {
      return object(conversation, "");
    }
  }

  /** Shows that somebody types; answered only where it has a ref. */
  record Typing(String conversation, boolean typing) implements Request {

    @Override
    public String event() {
      return "typing";
    }

    @Override
    public String payload() {
      return object(conversation, ",\"isTyping\":" + typing);
    }
  }

  /** Reads a page, forward or backward from a position. */
  record Fetch(String conversation, boolean forward, long seq, int limit) implements Request {

    @Override
    public String event() {
      return "fetchMessages";
    }

    @Override
    public String payload() {
      String position = forward ? "afterSeq" : "beforeSeq";
      return object(conversation, ",\"" + position + "\":" + seq + ",\"limit\":" + limit);
    }
  }

  /** Asks who of these is online. */
  record Presence(List<String> users) implements Request {

    @Override
    public String conversation() {
      return "";
    }

    @Override
    public String event() {
      return "getPresence";
    }

    @Override
    public String payload() {
      return "{\"userIds\":[\"" + String.join("\",\"", users) + "\"]}";
    }
  }
}
