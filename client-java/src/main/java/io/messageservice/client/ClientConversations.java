package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The conversations that a client is in, joined on each connection. The thread of the client calls.
 */
final class ClientConversations {

  private final OpenCommands connection;
  private final ClientListener listener;
  private final Map<String, JoinedConversation> joined = new LinkedHashMap<>();

  ClientConversations(OpenCommands connection, ClientListener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Joins a conversation, now and on each later connection. */
  void join(JoinedConversation conversation) {
    JoinedConversation before = joined.put(conversation.conversationId(), conversation);
    if (before != null) {
      before.ended(new CommandFailed(CommandFailed.CLOSED, "joined again"));
    }
    if (connection.isOpen()) {
      sendJoin(conversation);
    }
  }

  /** Returns whether it was joined. */
  boolean leave(JoinedConversation conversation) {
    conversation.ended(new CommandFailed(CommandFailed.CLOSED, "left"));
    return joined.remove(conversation.conversationId(), conversation);
  }

  /** A connection is open. */
  void connected() {
    List.copyOf(joined.values()).forEach(this::sendJoin);
  }

  /** The connection has ended. */
  void disconnected() {
    joined.values().forEach(JoinedConversation::disconnected);
  }

  /** The client has ended. */
  void ended(CommandFailed why) {
    joined.values().forEach(conversation -> conversation.ended(why));
    joined.clear();
  }

  /** A push arrived. Returns whether it was for a joined conversation, or of what is unread. */
  boolean took(String event, JsonNode data) {
    if (event.equals("unreadChanged")) {
      listener.unreadChanged(UnreadState.of(data));
      return true;
    }
    Optional<JoinedConversation> about = find(data.path("conversationId").asText());
    return about.isPresent() && took(about.get(), event, data);
  }

  private boolean took(JoinedConversation about, String event, JsonNode data) {
    switch (event) {
      case "newMessage" -> offer(ConversationMessage.of(data));
      case "messageChanged" -> about.change(ConversationMessage.of(data), true);
      case "reactionChanged" -> about.react(MessageReaction.of(data));
      case "conversationChanged" -> changed(about, data);
      case "customEvent" -> about.happened(data);
      case "messageDelivered" -> about.delivered(data);
      case "preferencesChanged" -> about.preferred(data);
      case "caughtUp" -> requireWhole(about.caughtUp(data));
      case "lagged" -> {
        rejoin(about);
        return false; // others hear of it as well
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void changed(JoinedConversation about, JsonNode data) {
    if (!data.path("removed").asBoolean()) {
      about.change(GroupChange.of(data));
    } else if (data.path("rev").asLong() >= about.seenRev()) {
      removed(about, "removed from the conversation");
    } // otherwise late: the user was added again since
  }

  private void removed(JoinedConversation conversation, String why) {
    if (joined.remove(conversation.conversationId(), conversation)) {
      conversation.refused(new CommandFailed(CommandFailed.REMOVED, why));
    }
  }

  /**
   * What takes the reply to such a command: ends what is joined now, not what is joined later. Of a
   * group a push has said so; one that is joined still is so since the user was added again.
   */
  UnaryOperator<JsonNode> leaving(ObjectNode payload) {
    Optional<JoinedConversation> now = find(payload.path("conversationId").asText());
    return reply -> {
      now.filter(conversation -> !conversation.isGroup())
          .ifPresent(conversation -> removed(conversation, "left the conversation"));
      return reply;
    };
  }

  private void rejoin(JoinedConversation lagging) {
    if (lagging.isLive()) {
      lagging.disconnected();
      sendJoin(lagging);
    }
  }

  /** A message arrived. A gap is a fault of somebody; a new connection makes the view whole. */
  void offer(ConversationMessage message) {
    requireWhole(find(message.conversationId()).map(view -> view.offer(message)).orElse(true));
  }

  private void requireWhole(boolean whole) {
    if (!whole) {
      connection.giveUp("a message is missing");
    }
  }

  /** An own command has changed a message. */
  void changed(ConversationMessage message) {
    find(message.conversationId()).ifPresent(view -> view.change(message, false));
  }

  private Optional<JoinedConversation> find(String id) {
    return Optional.ofNullable(joined.get(id));
  }

  private void sendJoin(JoinedConversation conversation) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    conversation.describe(payload);
    connection.send("joinConversation", payload, new JoinReply(conversation));
  }

  /** Of a join; a new connection sends it again by itself. */
  private final class JoinReply implements PendingReply {

    private final JoinedConversation conversation;

    JoinReply(JoinedConversation conversation) {
      this.conversation = conversation;
    }

    /** Whether it was neither left nor joined again since. */
    private boolean isCurrent() {
      return joined.get(conversation.conversationId()) == conversation;
    }

    @Override
    public void succeeded(JsonNode reply) {
      if (isCurrent() && !conversation.replied(reply)) {
        sendJoin(conversation);
      }
    }

    @Override
    public void refused(CommandFailed why) {
      if (!isCurrent()) {
        return;
      }
      if (why.isPassing()) {
        listener.postponed("joinConversation", why);
        connection.later(conversation.delay().next(), this::again);
      } else {
        joined.remove(conversation.conversationId());
        conversation.refused(why);
      }
    }

    private void again() {
      if (isCurrent()) {
        sendJoin(conversation);
      }
    }

    @Override
    public void lost() {}
  }
}
