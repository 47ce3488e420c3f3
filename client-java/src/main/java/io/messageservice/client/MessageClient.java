package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.socket.JdkSockets;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketOpener;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A user's client of the message service. It connects again when a connection ends, resumes the
 * joined conversations, and sends messages until they are answered. Any thread may call; no call
 * blocks. Listeners and dependents of the answers run on the thread of the client and must not
 * block; one that throws ends the client.
 */
public final class MessageClient implements AutoCloseable {

  private final ResumingSession session;
  private final @Nullable ScheduledClientThread ownThread;
  private final CompletableFuture<SocketEnd> ended;

  private MessageClient(
      ClientConfig config, ClientListener listener, @Nullable ScheduledClientThread ownThread) {
    this.ownThread = ownThread;
    this.ended = new CompletableFuture<>();
    this.session = new ResumingSession(config, listener, ended);
  }

  /**
   * A client that is not connected yet.
   *
   * @param address {@code ws://} or {@code wss://}
   * @param token the JWT, asked for on the thread of the client before each connection; where it
   *     throws, the attempt has failed
   */
  public static Builder builder(URI address, Supplier<String> token) {
    return new Builder(address, token);
  }

  /**
   * Sends a command of the protocol, once.
   *
   * @return the reply; fails with {@link CommandFailed}, also where there is no connection
   */
  public CompletableFuture<JsonNode> command(String event, ObjectNode payload) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    ObjectNode own = payload.deepCopy();
    session.run(() -> session.command(event, own, answer));
    return answer;
  }

  /** Sends a text, as {@link #sendMessage(ObjectNode)}. */
  public CompletableFuture<ConversationMessage> sendMessage(String conversationId, String content) {
    return sendMessage(
        JsonNodeFactory.instance
            .objectNode()
            .put("conversationId", conversationId)
            .put("content", content));
  }

  /**
   * Sends a message, over as many connections as it takes and under one {@code clientMessageId}, so
   * that it is stored once. The messages of a conversation are sent one after the other.
   *
   * @param payload as in the protocol; {@code clientMessageId} is added where there is none
   * @return the message as it was stored; fails with {@link CommandFailed} where it is refused for
   *     good
   */
  public CompletableFuture<ConversationMessage> sendMessage(ObjectNode payload) {
    CompletableFuture<ConversationMessage> answer = new CompletableFuture<>();
    ObjectNode own = payload.deepCopy();
    session.run(() -> session.sendMessage(own, answer));
    return answer;
  }

  /** Sends a text as the reply to a message, as {@link #sendMessage(ObjectNode)}. */
  public CompletableFuture<ConversationMessage> reply(ConversationMessage to, String content) {
    return sendMessage(
        JsonNodeFactory.instance
            .objectNode()
            .put("conversationId", to.conversationId())
            .put("content", content)
            .put("replyTo", to.id()));
  }

  /**
   * Adds a reaction of the user to a message, once; again changes nothing.
   *
   * @return the reply of the protocol, which no listener receives; fails with {@link
   *     CommandFailed}, also where there is no connection
   */
  public CompletableFuture<JsonNode> react(String messageId, String reaction) {
    return command("addReaction", reaction(messageId, reaction));
  }

  /** Takes a reaction back, once; the rest as {@link #react}. */
  public CompletableFuture<JsonNode> unreact(String messageId, String reaction) {
    return command("removeReaction", reaction(messageId, reaction));
  }

  private static ObjectNode reaction(String messageId, String reaction) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("messageId", messageId)
        .put("reaction", reaction);
  }

  /** Replaces the text of a message, as {@link #edit(ObjectNode)}. */
  public CompletableFuture<ConversationMessage> edit(String messageId, String content) {
    return edit(
        JsonNodeFactory.instance.objectNode().put("messageId", messageId).put("content", content));
  }

  /**
   * Edits a message, once: {@code editMessage} in the protocol.
   *
   * @return the message in its new state, which the listener of its conversation receives as well;
   *     fails with {@link CommandFailed}, also where there is no connection
   */
  public CompletableFuture<ConversationMessage> edit(ObjectNode payload) {
    return change("editMessage", payload);
  }

  /** Deletes a message, once; the rest as {@link #edit(ObjectNode)}. */
  public CompletableFuture<ConversationMessage> delete(String messageId) {
    return change(
        "deleteMessage", JsonNodeFactory.instance.objectNode().put("messageId", messageId));
  }

  private CompletableFuture<ConversationMessage> change(String event, ObjectNode payload) {
    CompletableFuture<ConversationMessage> answer = new CompletableFuture<>();
    ObjectNode own = payload.deepCopy();
    session.run(() -> session.change(event, own, answer));
    return answer;
  }

  /**
   * Begins a group, or gives the direct conversation with another user, once: {@code
   * createConversation} in the protocol. With {@code clientConversationId} it may be asked again.
   *
   * @return the reply; fails with {@link CommandFailed}, also where there is no connection
   */
  public CompletableFuture<JsonNode> createConversation(ObjectNode payload) {
    return command("createConversation", payload);
  }

  /** Changes the data of a group, once; the rest as {@link #createConversation}. */
  public CompletableFuture<JsonNode> updateConversation(ObjectNode payload) {
    return command("updateConversation", payload);
  }

  /** Adds users to a group, once; the rest as {@link #createConversation}. */
  public CompletableFuture<JsonNode> addParticipants(
      String conversationId, Collection<String> userIds) {
    ObjectNode payload = of(conversationId);
    userIds.forEach(payload.putArray("userIds")::add);
    return command("addParticipants", payload);
  }

  /** Removes a user from a group, once; the rest as {@link #createConversation}. */
  public CompletableFuture<JsonNode> removeParticipant(String conversationId, String userId) {
    return command("removeParticipant", of(conversationId).put("userId", userId));
  }

  /**
   * Gives a participant of a group another role, once; the rest as {@link #createConversation}.
   *
   * @param role {@code owner}, {@code moderator} or {@code member}
   */
  public CompletableFuture<JsonNode> setRole(String conversationId, String userId, String role) {
    return command("setParticipant", of(conversationId).put("userId", userId).put("role", role));
  }

  /**
   * Bans a user from a group or lifts that, once; the rest as {@link #createConversation}.
   *
   * @param until a time as RFC 3339 has it, {@code forever}, or null for not any more
   */
  public CompletableFuture<JsonNode> ban(
      String conversationId, String userId, @Nullable String until) {
    return command(
        "setParticipant", of(conversationId).put("userId", userId).put("bannedUntil", until));
  }

  /**
   * Ends the user's part in a group or an open conversation, once; the rest as {@link
   * #createConversation}. Where this client has joined it, its listener receives {@link
   * ConversationListener#refused} with {@link CommandFailed#REMOVED}, by the time of the answer,
   * and it is not joined on later connections; but not where the user was added to the group again
   * before that. Where they took no part by then, a group says so when the service pushes it.
   */
  public CompletableFuture<JsonNode> leaveGroup(String conversationId) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    session.run(() -> session.leaveGroup(of(conversationId), answer));
    return answer;
  }

  private static ObjectNode of(String conversationId) {
    return JsonNodeFactory.instance.objectNode().put("conversationId", conversationId);
  }

  /**
   * Notes that the messages of a conversation up to a position have reached the user, once: {@code
   * markAsDelivered} in the protocol. What was read has reached them as well.
   *
   * @return the reply; fails with {@link CommandFailed}, also where there is no connection
   */
  public CompletableFuture<JsonNode> markAsDelivered(String conversationId, long upToSeq) {
    return command("markAsDelivered", of(conversationId).put("upToSeq", upToSeq));
  }

  /**
   * Mutes a conversation for the user or ends that, once; the rest as {@link #markAsDelivered}.
   *
   * @param until a time as RFC 3339 has it, {@code forever}, or null for not any more
   */
  public CompletableFuture<JsonNode> mute(String conversationId, @Nullable String until) {
    return command("setPreferences", of(conversationId).put("mutedUntil", until));
  }

  /**
   * Hides a conversation from the user's lists until the next message of anybody, or shows it
   * again, once; the rest as {@link #markAsDelivered}.
   */
  public CompletableFuture<JsonNode> hide(String conversationId, boolean hidden) {
    return command("setPreferences", of(conversationId).put("hidden", hidden));
  }

  /**
   * Blocks a user, once: {@code blockUser} in the protocol. With the answer nobody writes in direct
   * conversations of the two; the rest as {@link #markAsDelivered}.
   */
  public CompletableFuture<JsonNode> block(String userId) {
    return command("blockUser", user(userId));
  }

  /** Unblocks a user, once; the rest as {@link #block}. */
  public CompletableFuture<JsonNode> unblock(String userId) {
    return command("unblockUser", user(userId));
  }

  /**
   * Reads a page of those whom the user blocks; the rest as {@link #block}.
   *
   * @param cursor from the page before; null for the first
   */
  public CompletableFuture<JsonNode> listBlocked(@Nullable String cursor) {
    return command("listBlocked", page(cursor));
  }

  /**
   * Reads a page of the user's conversations; the rest as {@link #block}.
   *
   * @param cursor from the page before; null for the first
   */
  public CompletableFuture<JsonNode> listConversations(@Nullable String cursor) {
    return command("listConversations", page(cursor));
  }

  /**
   * Reads the first page of what changed in the user's conversations; further ones by {@link
   * #listConversations}. A page that has {@code reset} is the first of all of them.
   *
   * @param since of the push {@code hello}, or of the last page of an earlier list
   */
  public CompletableFuture<JsonNode> listChanged(String since) {
    return command("listConversations", JsonNodeFactory.instance.objectNode().put("since", since));
  }

  private static ObjectNode user(String userId) {
    return JsonNodeFactory.instance.objectNode().put("userId", userId);
  }

  private static ObjectNode page(@Nullable String cursor) {
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    return cursor == null ? payload : payload.put("cursor", cursor);
  }

  /**
   * Joins a conversation, on this connection and all later ones. A second join replaces the first.
   */
  public JoinedConversation join(JoinRequest request, ConversationListener listener) {
    JoinedConversation conversation = session.conversation(request, listener);
    session.run(() -> session.join(conversation));
    return conversation;
  }

  /** Leaves a conversation. The listener receives nothing more once the answer has come. */
  public CompletableFuture<JsonNode> leave(JoinedConversation conversation) {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    session.run(() -> session.leave(conversation, answer));
    return answer;
  }

  /**
   * Completed when the client has ended: with code 1008 where the service refused the token, with
   * 1000 after {@link #close}; exceptionally where a listener threw.
   */
  public CompletableFuture<SocketEnd> ended() {
    return ended.copy();
  }

  /** Ends the client. What is not answered fails, and may have been stored all the same. */
  @Override
  public void close() {
    session.run(session::close);
    if (ownThread != null) {
      ownThread.close();
    }
  }

  private MessageClient start() {
    session.run(session::start);
    return this;
  }

  /** Parts of a client; all but address and token can be left as they are. One thread. */
  public static final class Builder {

    private final URI address;
    private final Supplier<String> token;
    private @Nullable SocketOpener opener;
    private @Nullable ClientThread thread;
    private Supplier<String> ids = () -> UUID.randomUUID().toString();
    private DoubleSupplier chance = () -> ThreadLocalRandom.current().nextDouble();
    private Duration heartbeat = Duration.ofSeconds(15);
    private Duration longestDelay = Duration.ofSeconds(30);

    private Builder(URI address, Supplier<String> token) {
      this.address = address;
      this.token = token;
    }

    /** Opens the connections; without it the client has an HTTP client of its own. */
    public Builder opener(SocketOpener given) {
      opener = given;
      return this;
    }

    /** Runs the client; without it the client has a thread of its own. */
    public Builder thread(ClientThread given) {
      thread = given;
      return this;
    }

    /** Gives each message an id that no other of this user has; random UUIDs without it. */
    public Builder ids(Supplier<String> given) {
      ids = given;
      return this;
    }

    /** Spreads delays; from 0 (with) to 1 (without). */
    public Builder chance(DoubleSupplier given) {
      chance = given;
      return this;
    }

    /**
     * After one without a sign of the service a ping is sent, after two more the connection is
     * given up; 15 s without it.
     */
    public Builder heartbeat(Duration given) {
      heartbeat = given;
      return this;
    }

    /** The longest wait between two attempts; 30 s without it. */
    public Builder longestDelay(Duration given) {
      longestDelay = given;
      return this;
    }

    /** Connects, and stays connected until the client is closed or its token refused. */
    public MessageClient connect(ClientListener listener) {
      if (thread != null) {
        return new MessageClient(config(thread), listener, null).start();
      }
      ScheduledClientThread own = new ScheduledClientThread("message-client");
      return new MessageClient(config(own), listener, own).start();
    }

    private ClientConfig config(ClientThread runs) {
      SocketOpener opens = opener == null ? new JdkSockets() : opener;
      return new ClientConfig(address, token, opens, runs, ids, chance, heartbeat, longestDelay);
    }
  }
}
