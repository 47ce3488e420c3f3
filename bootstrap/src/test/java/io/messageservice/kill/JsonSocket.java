package io.messageservice.kill;

import static io.messageservice.application.waiting.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.FrameConnection;
import io.messageservice.blackbox.Heard;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.blackbox.Json;
import io.messageservice.client.socket.JdkSockets;
import io.messageservice.client.socket.OpeningRequest;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection, frames in and out as JSON. One thread calls. Where an answer does not come, it
 * says what was sent and received before.
 */
final class JsonSocket {

  /** Shared: one of its own costs a thread. */
  private static final JdkSockets SOCKETS = new JdkSockets(Victim.HTTP);

  /** So much is kept for a report: frames, and characters of each. */
  private static final int KEPT_FRAMES = 5;

  private static final int KEPT_CHARACTERS = 300;

  private final String user;
  private final FrameConnection connection;

  /** What was sent and what was taken last, for a report. */
  private final Deque<String> lastSent = new ArrayDeque<>();

  private final Deque<String> lastTaken = new ArrayDeque<>();
  private long takenNanos = System.nanoTime();

  /** Connects; throws {@link CompletionException} where nobody is there. */
  JsonSocket(String user, URI address) {
    this.user = user;
    connection = FrameConnection.open(SOCKETS, OpeningRequest.to(address)).join();
  }

  /** Sends a command; says false where the connection is over. */
  boolean send(String event, Object... payload) {
    ObjectNode frame = Json.object("event", event);
    frame.set("payload", Json.object(payload));
    keep(lastSent, frame);
    try {
      connection.send(frame).join();
      return true;
    } catch (CompletionException over) {
      return false;
    }
  }

  /** The next frame; empty where the connection is over. */
  Optional<JsonNode> next() throws InterruptedException {
    Heard heard = connection.next(PATIENCE);
    if (heard == null) {
      throw new IllegalStateException(report());
    }
    Optional<JsonNode> frame =
        heard instanceof Frame text ? Optional.of(text.json()) : Optional.empty();
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
    connection.abort();
  }
}
