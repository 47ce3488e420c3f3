package io.messageservice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Heard.Frame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A user's connection that keeps every frame in the order of arrival. Each {@code expect…} takes
 * the next frame and fails where it is another one, so that a frame too many is seen at the next
 * step or by {@link #hearsNothing}. Only the thread of the test calls.
 */
final class Client {

  /** Shared: a client of its own costs threads. */
  static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Set<String> PRESENCE = Set.of("userOnline", "userOffline");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Heard LOST = new Closed(Closed.LOST, "the peer is gone");

  private final String userId;
  private final WebSocket socket;
  private final BlockingQueue<Heard> heard;
  private final Recorder recorder;
  private boolean over;

  private Client(String userId, WebSocket socket, Recorder recorder) {
    this.userId = userId;
    this.socket = socket;
    this.recorder = recorder;
    this.heard = recorder.heard;
  }

  /** Where and how to connect. */
  static final class Door {
    private final URI address;
    private final WebSocket.Builder builder;
    private Predicate<String> watched = user -> false;

    Door(URI address) {
      this(HTTP, address);
    }

    /** Through a client of one's own, such as one that trusts other certificates. */
    Door(HttpClient http, URI address) {
      this.address = address;
      this.builder = http.newWebSocketBuilder();
    }

    Door header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    Door subprotocols(String first, String... more) {
      builder.subprotocols(first, more);
      return this;
    }

    /** Presence of other users is left out of the record unless it is asked for. */
    Door watching(Predicate<String> users) {
      watched = users;
      return this;
    }

    /** Opens the connection; it may already have been closed by the server. */
    Client open(String userId) {
      Recorder recorder = new Recorder(watched);
      try {
        WebSocket socket = builder.buildAsync(address, recorder).join();
        return new Client(userId, socket, recorder);
      } catch (CompletionException e) {
        throw new AssertionError("no upgrade for " + userId, e.getCause());
      }
    }
  }

  String userId() {
    return userId;
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  /** How many pings the server has sent so far. */
  int pings() {
    return recorder.pings;
  }

  Client sendText(String text) {
    socket.sendText(text, true).join();
    return this;
  }

  /** Sends a command with a payload of names and values in turn. */
  Client send(String event, Object... payload) {
    return sendText(command(event, payload).toString());
  }

  static ObjectNode command(String event, Object... payload) {
    ObjectNode frame = Json.object("event", event);
    frame.set("payload", Json.object(payload));
    return frame;
  }

  /** Sends a command and takes its successful reply, which must be the next frame. */
  JsonNode ask(String event, Object... payload) {
    send(event, payload);
    return expectReply(event);
  }

  /** Sends a command and takes its refusal, which must be the next frame. */
  JsonNode refused(String code, String event, Object... payload) {
    send(event, payload);
    return expectError(code, event);
  }

  JsonNode join(String conversationId) {
    return ask("joinConversation", "conversationId", conversationId);
  }

  /** Sends a message and returns it as it was stored. */
  JsonNode say(String conversationId, String content) {
    return ask("sendMessage", "conversationId", conversationId, "content", content).get("message");
  }

  /** Sends a message that only the receiver reads, and returns it as it was stored. */
  JsonNode tell(String receiverId, String conversationId, String content) {
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

  JsonNode expectReply(String event) {
    JsonNode frame = next("a reply to " + event);
    if (!frame.path("success").asBoolean() || !frame.path("event").asText().equals(event)) {
      fail("%s: expected a reply to %s, not %s", userId, event, frame);
    }
    return frame;
  }

  JsonNode expectError(String code, @Nullable String event) {
    JsonNode frame = next(code);
    boolean refused = frame.has("success") && !frame.get("success").asBoolean();
    if (!refused || !frame.path("code").asText().equals(code)) {
      fail("%s: expected %s, not %s", userId, code, frame);
    }
    assertThat(frame.get("event").textValue()).as("event of %s", frame).isEqualTo(event);
    return frame;
  }

  /** Takes the next frame, a push, and returns its data. */
  JsonNode expectPush(String event) {
    JsonNode frame = next("a push of " + event);
    if (frame.has("success") || !frame.path("event").asText().equals(event)) {
      fail("%s: expected a push of %s, not %s", userId, event, frame);
    }
    return frame.get("data");
  }

  /** Takes the next frame, which tells of exactly this message. */
  void expectMessage(JsonNode message) {
    assertThat(expectPush("newMessage")).isEqualTo(message);
  }

  /**
   * As {@link #expectMessage}; between nodes an earlier one may come first, said shortly before
   * this connection: their clocks do not tell which was first.
   */
  void expectMessageMaybeAfter(JsonNode earlier, JsonNode message) {
    JsonNode first = expectPush("newMessage");
    if (ClusterMode.isOn() && first.equals(earlier)) {
      expectMessage(message);
    } else {
      assertThat(first).isEqualTo(message);
    }
  }

  /** Asks for a sign of life and fails where anything else comes before it. */
  void hearsNothing() {
    if (over) {
      assertThat(heard).as("what %s heard after the end", userId).isEmpty();
      return;
    }
    send("ping");
    assertThat(expectPush("pong")).isEqualTo(Json.object());
  }

  /** Takes whatever frame comes next. */
  JsonNode next() {
    return next("a frame");
  }

  Closed expectClosed() {
    Heard what = take("a close");
    if (what instanceof Closed closed) {
      over = true;
      return closed;
    }
    throw new AssertionError(userId + ": expected a close, not " + what);
  }

  /** Whether the end has come, with everything heard before it thrown away. */
  Closed skipToClosed() {
    while (true) {
      if (take("a close") instanceof Closed closed) {
        over = true;
        return closed;
      }
    }
  }

  /** Ends the connection and waits until the server has said goodbye too. */
  void close() {
    if (over) {
      return;
    }
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(expectClosed().code()).isEqualTo(WebSocket.NORMAL_CLOSURE);
  }

  /** Breaks the connection without a word. */
  void abort() {
    over = true;
    socket.abort();
  }

  private JsonNode next(String wanted) {
    Heard what = take(wanted);
    if (what instanceof Frame frame) {
      Shape.ofFrame(frame.json());
      return frame.json();
    }
    over = true;
    throw new AssertionError(userId + ": expected " + wanted + ", not " + what);
  }

  private Heard take(String wanted) {
    try {
      Heard what = Pulse.next(heard, socket, PATIENCE, LOST);
      if (what == null) {
        over = true;
        throw new AssertionError(userId + ": waited in vain for " + wanted);
      }
      return what;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts what comes into a queue. Called by the threads of the HTTP client, one at a time. */
  private static final class Recorder implements WebSocket.Listener {
    final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    volatile int pings;
    private final Predicate<String> watched;
    private final StringBuilder text = new StringBuilder();

    Recorder(Predicate<String> watched) {
      this.watched = watched;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        record(Json.parse(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void record(JsonNode frame) {
      boolean presence = PRESENCE.contains(frame.path("event").asText());
      if (!presence || watched.test(frame.path("data").path("userId").asText())) {
        heard.add(new Frame(frame));
      }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
      pings++;
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add(new Closed(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      heard.add(new Closed(Closed.LOST, error.toString()));
    }
  }
}
