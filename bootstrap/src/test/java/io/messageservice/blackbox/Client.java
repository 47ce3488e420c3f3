package io.messageservice.blackbox;

import static io.messageservice.application.waiting.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.blackbox.sse.SseSockets;
import io.messageservice.client.socket.JdkSockets;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketOpener;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user's connection that keeps every frame in the order of arrival. Each {@code expect…} takes
 * the next frame and fails where it is another one, so that a frame too many is seen at the next
 * step or by {@link #hearsNothing}. Only the thread of the test calls.
 */
public final class Client {

  /** Shared: a client of its own costs threads. */
  public static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** Codes of commands that are not as they should be. */
  private static final Set<String> WRONG = Set.of("unknown_event", "invalid_payload", "too_large");

  /** What errors never show. */
  private static final Pattern INNARDS =
      Pattern.compile(
          "\\bat [a-z]+\\.|Exception|\\bSELECT |\\bINSERT |SQLITE|io\\.messageservice|java\\.");

  private static final Set<String> PRESENCE = Set.of("userOnline", "userOffline");

  private final String userId;
  private final FrameConnection connection;
  private boolean over;

  private Client(String userId, FrameConnection connection) {
    this.userId = userId;
    this.connection = connection;
  }

  /** Where and how to connect. */
  public static final class Door {
    private final SocketOpener opener;
    private OpeningRequest request;
    private Predicate<String> watched = user -> false;
    private boolean counting;

    public Door(URI address) {
      this(HTTP, address);
    }

    /** Through a client of one's own, such as one that trusts other certificates. */
    public Door(HttpClient http, URI address) {
      this.opener = SseSockets.isOn() ? new SseSockets(http) : new JdkSockets(http);
      this.request = OpeningRequest.to(address);
    }

    public Door header(String name, String value) {
      request = request.withHeader(name, value);
      return this;
    }

    public Door subprotocols(String... offered) {
      request = request.withSubprotocols(List.of(offered));
      return this;
    }

    /** Presence of other users is left out of the record unless it is asked for. */
    public Door watching(Predicate<String> users) {
      watched = users;
      return this;
    }

    /** What is unread is left out of the record unless it is asked for: it comes when it comes. */
    public Door counting() {
      counting = true;
      return this;
    }

    /** Opens the connection; it may already have been closed by the server. */
    public Client open(String userId) {
      try {
        return new Client(userId, FrameConnection.open(opener, request, this::keeps).join());
      } catch (CompletionException e) {
        throw new AssertionError("no upgrade for " + userId, e.getCause());
      }
    }

    private boolean keeps(Frame frame) {
      if (frame.json().path("event").asText().equals("unreadChanged")) {
        return counting;
      }
      return !isPresence(frame) || watched.test(frame.json().path("data").path("userId").asText());
    }
  }

  private static boolean isPresence(Frame frame) {
    return PRESENCE.contains(frame.json().path("event").asText());
  }

  public String userId() {
    return userId;
  }

  public String subprotocol() {
    return connection.subprotocol();
  }

  /** How many pings the server has sent so far. */
  public int pings() {
    return connection.pings();
  }

  /** Sends any text. */
  public Client sendText(String text) {
    connection.sendText(text).join();
    return this;
  }

  /** Sends a frame that {@code docs/asyncapi.yaml} has. */
  public Client send(JsonNode frame) {
    connection.send(frame).join();
    return this;
  }

  /** The same with a command and a payload of names and values in turn. */
  public Client send(String event, Object... payload) {
    return send(command(event, payload));
  }

  public static ObjectNode command(String event, Object... payload) {
    ObjectNode frame = Json.object("event", event);
    frame.set("payload", Json.object(payload));
    return frame;
  }

  /** Sends a command and takes its successful reply, which must be the next frame. */
  public JsonNode ask(String event, Object... payload) {
    send(event, payload);
    return expectReply(event);
  }

  /**
   * Sends a command and takes its refusal, which must be the next frame. Where that says that the
   * command is wrong, the document need not have it.
   */
  public JsonNode refused(String code, String event, Object... payload) {
    if (WRONG.contains(code)) {
      sendText(command(event, payload).toString());
    } else {
      send(event, payload);
    }
    return expectError(code, event);
  }

  public JsonNode join(String conversationId) {
    return ask("joinConversation", "conversationId", conversationId);
  }

  /** Sends a message and returns it as it was stored. */
  public JsonNode say(String conversationId, String content) {
    return ask("sendMessage", "conversationId", conversationId, "content", content).get("message");
  }

  /** Sends a message that only the receiver reads, and returns it as it was stored. */
  public JsonNode tell(String receiverId, String conversationId, String content) {
    return ask(
            "sendMessage",
            "conversationId",
            conversationId,
            "content",
            content,
            "receiverId",
            receiverId)
        .get("message");
  }

  public JsonNode expectReply(String event) {
    JsonNode frame = next("a reply to " + event);
    if (!frame.path("success").asBoolean() || !frame.path("event").asText().equals(event)) {
      fail("%s: expected a reply to %s, not %s", userId, event, frame);
    }
    return frame;
  }

  public JsonNode expectError(String code, @Nullable String event) {
    JsonNode frame = next(code);
    boolean refused = frame.has("success") && !frame.get("success").asBoolean();
    if (!refused || !frame.path("code").asText().equals(code)) {
      fail("%s: expected %s, not %s", userId, code, frame);
    }
    assertThat(frame.get("event").textValue()).as("event of %s", frame).isEqualTo(event);
    return frame;
  }

  /** Takes the next frame, a push, and returns its data. */
  public JsonNode expectPush(String event) {
    JsonNode frame = next("a push of " + event);
    if (frame.has("success") || !frame.path("event").asText().equals(event)) {
      fail("%s: expected a push of %s, not %s", userId, event, frame);
    }
    return frame.get("data");
  }

  /**
   * Takes the push of a reaction with this number and returns its data; empty where a node that
   * read it from the store pushes the message in its new state in its stead.
   */
  public Optional<JsonNode> expectReaction(long rev) {
    JsonNode frame = next("a push of a reaction");
    assertThat(frame.at("/data/rev").asLong()).as("%s", frame).isEqualTo(rev);
    if (ClusterMode.isOn() && frame.path("event").asText().equals("messageChanged")) {
      return Optional.empty();
    }
    assertThat(frame.path("event").asText()).isEqualTo("reactionChanged");
    return Optional.of(frame.get("data"));
  }

  /** Takes the next frame, which tells of exactly this message. */
  public void expectMessage(JsonNode message) {
    assertThat(expectPush("newMessage")).isEqualTo(message);
  }

  /**
   * As {@link #expectMessage}; between nodes an earlier one may come first, said shortly before
   * this connection: their clocks do not tell which was first.
   */
  public void expectMessageMaybeAfter(JsonNode earlier, JsonNode message) {
    JsonNode first = expectPush("newMessage");
    if (ClusterMode.isOn() && first.equals(earlier)) {
      expectMessage(message);
    } else {
      assertThat(first).isEqualTo(message);
    }
  }

  /** Asks for a sign of life and fails where anything else comes before it. */
  public void hearsNothing() {
    if (over) {
      assertThat(connection.rest()).as("what %s heard after the end", userId).isEmpty();
      return;
    }
    send("ping");
    assertThat(expectPush("pong")).isEqualTo(Json.object());
  }

  /**
   * Asks for a sign of life: it gets what it is to be told then.
   *
   * @param before events that may come before it, and are left out
   */
  void awaitPong(Predicate<String> before) {
    send("ping");
    JsonNode frame = next("pong");
    while (before.test(frame.path("event").asText())) {
      frame = next("pong");
    }
    assertThat(frame.path("event").asText()).as("%s: %s", userId, frame).isEqualTo("pong");
  }

  /** Takes whatever frame comes next. */
  public JsonNode next() {
    return next("a frame");
  }

  public Closed expectClosed() {
    Heard what = take("a close");
    if (what instanceof Closed closed) {
      over = true;
      return closed;
    }
    throw new AssertionError(userId + ": expected a close, not " + what);
  }

  /** Whether the end has come, with everything heard before it thrown away. */
  public Closed skipToClosed() {
    while (true) {
      if (take("a close") instanceof Closed closed) {
        over = true;
        return closed;
      }
    }
  }

  /**
   * Ends the connection and waits until the server has said goodbye too. Meanwhile it may be told
   * that others have gone.
   */
  public void close() {
    if (over) {
      return;
    }
    connection.close().join();
    Heard what = take("a close");
    while (what instanceof Frame frame && isPresence(frame)) {
      what = take("a close");
    }
    over = true;
    assertThat(what).isInstanceOf(Closed.class);
    assertThat(((Closed) what).code()).isEqualTo(SocketEnd.NORMAL);
  }

  /** Breaks the connection without a word. */
  public void abort() {
    over = true;
    connection.abort();
  }

  private JsonNode next(String wanted) {
    Heard what = take(wanted);
    if (what instanceof Frame frame) {
      assertThat(frame.json().path("error").asText()).doesNotContainPattern(INNARDS);
      return frame.json();
    }
    over = true;
    throw new AssertionError(userId + ": expected " + wanted + ", not " + what);
  }

  private Heard take(String wanted) {
    try {
      Heard what = connection.next(PATIENCE);
      if (what == null) {
        over = true;
        throw new AssertionError(userId + ": waited in vain for " + wanted);
      }
      return what;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
