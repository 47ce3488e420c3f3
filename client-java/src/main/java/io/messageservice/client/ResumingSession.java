package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a client is doing, over as many connections as it takes. Only the thread of the client may
 * call; it knows no clock and no network.
 *
 * <p>{@code AWAY}: no connection, an attempt is under way or follows. {@code OPEN}: everything is
 * sent at once. {@code ENDED}: nothing happens any more. On a new connection the conversations are
 * joined first, then the first unanswered message of each conversation is sent. A connection ends
 * for this client at the first sign of it: what it reports later belongs to an earlier {@code
 * generation} and is ignored.
 */
final class ResumingSession {

  /** Messages and commands without an answer; past it they fail. */
  static final int MAX_WAITING = 1_000;

  /** After a failed write, a close frame has so long to arrive. */
  static final Duration LAST_WORDS = Duration.ofMillis(500);

  private static final int MAX_SILENT_HEARTBEATS = 2;
  private static final String EXPIRED = "token expired";

  private enum Phase {
    AWAY,
    OPEN,
    ENDED
  }

  private final ClientConfig config;
  private final ClientListener listener;
  private final CompletableFuture<SocketEnd> ended;
  private final ReconnectDelay reconnectDelay;
  private final ClientCommands commands = new ClientCommands();
  private final ClientConversations conversations;
  private final MessageSender messages;

  private Phase phase = Phase.AWAY;
  private @Nullable ClientSocket socket;

  /** Counts attempts and ends of connections. */
  private int generation;

  private String token = "";

  /** Heartbeats since anything arrived; the answer to a ping counts too. */
  private int silentHeartbeats;

  ResumingSession(
      ClientConfig config, ClientListener listener, CompletableFuture<SocketEnd> ended) {
    this.config = config;
    this.listener = listener;
    this.ended = ended;
    this.reconnectDelay = newDelay();
    this.conversations = new ClientConversations(new OpenConnection(), listener);
    this.messages =
        new MessageSender(new OpenConnection(), conversations, listener, this::newDelay);
  }

  void start() {
    connect(generation);
  }

  /** Sends a command on the connection that is open. */
  void command(String event, ObjectNode payload, CompletableFuture<JsonNode> answer) {
    command(event, payload, reply -> reply, answer);
  }

  /** Sends a command that changes a message, on the connection that is open. */
  void change(String event, ObjectNode payload, CompletableFuture<ConversationMessage> answer) {
    command(event, payload, this::changed, answer);
  }

  private ConversationMessage changed(JsonNode reply) {
    ConversationMessage message = ConversationMessage.of(reply.path("message"));
    conversations.changed(message);
    return message;
  }

  private <R> void command(
      String event, ObjectNode payload, Function<JsonNode, R> result, CompletableFuture<R> answer) {
    if (phase == Phase.ENDED) {
      answer.completeExceptionally(closed());
    } else if (phase == Phase.AWAY) {
      answer.completeExceptionally(disconnected());
    } else if (commands.pending() >= MAX_WAITING) {
      answer.completeExceptionally(tooMany());
    } else {
      write(commands.frame(event, payload, new CommandReply<>(result, answer)));
    }
  }

  /** Sends a message as soon as it can, until it is answered. */
  void sendMessage(ObjectNode payload, CompletableFuture<ConversationMessage> answer) {
    if (phase == Phase.ENDED) {
      answer.completeExceptionally(closed());
      return;
    }
    if (messages.waiting() >= MAX_WAITING) {
      answer.completeExceptionally(tooMany());
      return;
    }
    if (!payload.has("clientMessageId")) {
      payload.put("clientMessageId", config.ids().get());
    }
    messages.send(payload, answer);
  }

  /** One to be joined. Any thread may call. */
  JoinedConversation conversation(JoinRequest request, ConversationListener own) {
    return new JoinedConversation(request, own, newDelay());
  }

  /** Joins a conversation, now and on each later connection. */
  void join(JoinedConversation conversation) {
    if (phase == Phase.ENDED) {
      conversation.ended(closed());
      return;
    }
    conversations.join(conversation);
  }

  /** Leaves a conversation; nothing more of it is received. */
  void leave(JoinedConversation conversation, CompletableFuture<JsonNode> answer) {
    if (conversations.leave(conversation)) {
      ObjectNode payload = JsonNodeFactory.instance.objectNode();
      command(
          "leaveConversation",
          payload.put("conversationId", conversation.conversationId()),
          answer);
    } else {
      answer.completeExceptionally(new CommandFailed(CommandFailed.CLOSED, "not joined"));
    }
  }

  /** Ends the user's part in a conversation; with the answer it is joined no more. */
  void leaveGroup(ObjectNode payload, CompletableFuture<JsonNode> answer) {
    command("leaveGroup", payload, conversations.leaving(payload), answer);
  }

  /** Ends it for good. */
  void close() {
    end(new SocketEnd(SocketEnd.NORMAL, "closed by the client"));
  }

  /** A task of this client threw. */
  void failed(Throwable fault) {
    ended.completeExceptionally(fault);
    end(new SocketEnd(SocketEnd.NORMAL, "fault"));
  }

  private void connect(int attempt) {
    if (phase != Phase.AWAY || attempt != generation) {
      return;
    }
    int mine = ++generation;
    try {
      token = config.token().get();
    } catch (RuntimeException notNow) {
      disconnect("no token: " + notNow.getMessage(), Optional.empty());
      return;
    }
    OpeningRequest request =
        OpeningRequest.to(config.address())
            .withSubprotocols(List.of("message-service.v1", "bearer." + token));
    var unused =
        config
            .opener()
            .open(request, new Incoming(mine))
            .whenComplete((opened, fault) -> run(() -> opened(mine, opened, fault)));
  }

  private void opened(int mine, @Nullable ClientSocket opened, @Nullable Throwable fault) {
    if (mine != generation) {
      if (opened != null) {
        opened.abort();
      }
    } else if (opened == null) {
      disconnect(reason(fault), Optional.empty());
    } else {
      phase = Phase.OPEN;
      socket = opened;
      silentHeartbeats = 0;
      heartbeatLater(mine);
      listener.connected();
      conversations.connected();
      messages.connected();
    }
  }

  private static String reason(@Nullable Throwable fault) {
    Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
    return Objects.requireNonNullElse(cause == null ? null : cause.getMessage(), "no connection");
  }

  /** An end that the network does not report is found here. */
  private void heartbeatLater(int mine) {
    later(
        config.heartbeat(),
        () -> {
          if (mine == generation) {
            heartbeat(mine);
          }
        });
  }

  private void heartbeat(int mine) {
    ClientSocket open = socket;
    if (open == null) {
      return;
    }
    silentHeartbeats++;
    if (silentHeartbeats > MAX_SILENT_HEARTBEATS) {
      disconnect("the service does not answer", Optional.empty());
      return;
    }
    open.probe();
    heartbeatLater(mine);
  }

  private void received(String text) {
    silentHeartbeats = 0;
    reconnectDelay.reset();
    JsonNode frame = commands.read(text);
    if (frame.has("success")) {
      commands.replied(frame);
    } else {
      String event = frame.path("event").asText();
      if (!conversations.took(event, frame.path("data"))) {
        listener.pushed(event, frame.path("data"));
      }
    }
  }

  private void closedByService(SocketEnd how) {
    if (how.code() == SocketEnd.REFUSED && !hasNewToken(how)) {
      end(how);
      return;
    }
    Optional<Duration> delay = how.findDelay();
    if (how.code() == SocketEnd.OVERLOADED && delay.isEmpty()) {
      delay = Optional.of(reconnectDelay.nextOfOverload());
    }
    String code = "connection closed (" + how.code() + ")";
    disconnect(how.code() == SocketEnd.LOST ? how.reason() : code, delay);
  }

  private boolean hasNewToken(SocketEnd how) {
    return how.reason().equals(EXPIRED) && !config.token().get().equals(token);
  }

  private void disconnect(String why, Optional<Duration> asked) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.AWAY;
    int attempt = ++generation;
    drop();
    conversations.disconnected();
    messages.disconnected();
    commands.lost();
    Duration delay = asked.orElseGet(reconnectDelay::next);
    listener.disconnected(why, delay);
    later(delay, () -> connect(attempt));
  }

  private void end(SocketEnd how) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    generation++;
    drop();
    commands.lost();
    conversations.ended(closed());
    messages.ended(closed());
    ended.complete(how);
  }

  private void drop() {
    ClientSocket old = socket;
    socket = null;
    if (old != null) {
      var unused = old.close(SocketEnd.NORMAL, "").whenComplete((done, fault) -> old.abort());
    }
  }

  private void write(String frame) {
    ClientSocket open = Objects.requireNonNull(socket);
    int mine = generation;
    var unused =
        open.send(frame)
            .whenComplete(
                (done, fault) -> {
                  if (fault != null) {
                    later(LAST_WORDS, () -> unwritten(mine));
                  }
                });
  }

  private void unwritten(int mine) {
    if (mine == generation) {
      disconnect("connection lost", Optional.empty());
    }
  }

  private ReconnectDelay newDelay() {
    return new ReconnectDelay(config.longestDelay(), config.chance());
  }

  /** A fault ends the client instead of leaving it silent. */
  void run(Runnable task) {
    config.thread().execute(guarded(task));
  }

  private void later(Duration delay, Runnable task) {
    config.thread().after(delay, guarded(task));
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error fault) {
        failed(fault);
      }
    };
  }

  private static CommandFailed closed() {
    return new CommandFailed(CommandFailed.CLOSED, "the client has ended");
  }

  private static CommandFailed disconnected() {
    return new CommandFailed(CommandFailed.DISCONNECTED, "there is no connection");
  }

  private static CommandFailed tooMany() {
    return new CommandFailed(CommandFailed.TOO_MANY_WAITING, "too many wait for an answer");
  }

  /** What one connection reports, handed over to the thread of the client. */
  private final class Incoming implements SocketListener {

    private final int mine;

    Incoming(int mine) {
      this.mine = mine;
    }

    @Override
    public void text(String message) {
      runIfCurrent(() -> received(message));
    }

    @Override
    public void ping() {
      runIfCurrent(() -> silentHeartbeats = 0);
    }

    @Override
    public void pong() {
      ping();
    }

    @Override
    public void ended(SocketEnd how) {
      runIfCurrent(() -> closedByService(how));
    }

    private void runIfCurrent(Runnable task) {
      run(
          () -> {
            if (mine == generation) {
              task.run();
            }
          });
    }
  }

  /** Of a command that is sent once. */
  private record CommandReply<R>(Function<JsonNode, R> result, CompletableFuture<R> answer)
      implements PendingReply {

    @Override
    public void succeeded(JsonNode reply) {
      answer.complete(result.apply(reply));
    }

    @Override
    public void refused(CommandFailed why) {
      answer.completeExceptionally(why);
    }

    @Override
    public void lost() {
      answer.completeExceptionally(disconnected());
    }
  }

  /** What is sent on the connection that is open. */
  private final class OpenConnection implements OpenCommands {

    @Override
    public boolean isOpen() {
      return phase == Phase.OPEN;
    }

    @Override
    public void send(String event, ObjectNode payload, PendingReply reply) {
      if (phase == Phase.OPEN) {
        write(commands.frame(event, payload, reply));
      }
    }

    @Override
    public void later(Duration delay, Runnable task) {
      int mine = generation;
      ResumingSession.this.later(
          delay,
          () -> {
            if (mine == generation) {
              task.run();
            }
          });
    }

    @Override
    public void giveUp(String why) {
      disconnect(why, Optional.empty());
    }
  }
}
