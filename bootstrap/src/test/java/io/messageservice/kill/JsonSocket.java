package io.messageservice.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Pulse;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, frames in and out as JSON. One thread calls. Where an answer does not come, it
 * says what was sent and received before.
 */
final class JsonSocket {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** So much is kept for a report: frames, and characters of each. */
  private static final int KEPT_FRAMES = 5;

  private static final int KEPT_CHARACTERS = 300;

  /** Unbounded: what the client has not looked at yet. */
  private final BlockingQueue<Optional<JsonNode>> heard = new LinkedBlockingQueue<>();

  private final String user;
  private final WebSocket socket;

  /** What was sent and what was taken last, for a report. */
  private final Deque<String> lastSent = new ArrayDeque<>();

  private final Deque<String> lastTaken = new ArrayDeque<>();
  private long takenNanos = System.nanoTime();

  /** Connects; throws {@link CompletionException} where nobody is there. */
  JsonSocket(String user, URI address) {
    this.user = user;
    socket = Victim.HTTP.newWebSocketBuilder().buildAsync(address, new Ears()).join();
  }

  /** Sends a command; says false where the connection is over. */
  boolean send(String event, Object... payload) {
    ObjectNode frame = Json.object("event", event);
    frame.set("payload", Json.object(payload));
    keep(lastSent, frame);
    try {
      socket.sendText(frame.toString(), true).join();
      return true;
    } catch (CompletionException over) {
      return false;
    }
  }

  /** The next frame; empty where the connection is over. */
  Optional<JsonNode> next() throws InterruptedException {
    Optional<JsonNode> frame = Pulse.next(heard, socket, PATIENCE, Optional.empty());
    if (frame == null) {
      throw new IllegalStateException(report());
    }
    frame.ifPresent(taken -> keep(lastTaken, taken));
    takenNanos = System.nanoTime();
    return frame;
  }

  private static void keep(Deque<String> last, JsonNode frame) {
    String text = frame.toString();
    last.add(text.substring(0, Math.min(text.length(), KEPT_CHARACTERS)));
    if (last.size() > KEPT_FRAMES) {
      last.remove();
    }
  }

  private String report() {
    return String.format(
        "%s: nothing received for %d s on a connection that is open; sent last: %s; received last:"
            + " %s",
        user, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - takenNanos), lastSent, lastTaken);
  }

  /** Sends a command and takes its reply, whatever else comes before it. */
  Optional<JsonNode> ask(String event, Object... payload) throws InterruptedException {
    if (!send(event, payload)) {
      return Optional.empty();
    }
    Optional<JsonNode> frame = next();
    while (frame.isPresent() && !frame.get().has("success")) {
      frame = next();
    }
    return frame;
  }

  void close() {
    socket.abort();
  }

  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(Optional.of(Json.parse(text.toString())));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      heard.add(Optional.empty());
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      heard.add(Optional.empty());
    }
  }
}
