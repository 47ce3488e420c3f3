package io.messageservice.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection, frames in and out as JSON. One thread calls. */
final class Wire {

  private static final long PATIENCE_SECONDS = 30;

  /** Unbounded: what the client has not looked at yet. */
  private final BlockingQueue<Optional<JsonNode>> heard = new LinkedBlockingQueue<>();

  private final WebSocket socket;

  /** Connects; throws {@link CompletionException} where nobody is there. */
  Wire(URI address) {
    socket = Victim.HTTP.newWebSocketBuilder().buildAsync(address, new Ears()).join();
  }

  /** Sends a command; says false where the connection is over. */
  boolean send(String event, Object... payload) {
    ObjectNode frame = Json.object("event", event);
    frame.set("payload", Json.object(payload));
    try {
      socket.sendText(frame.toString(), true).join();
      return true;
    } catch (CompletionException over) {
      return false;
    }
  }

  /** The next frame; empty where the connection is over. */
  Optional<JsonNode> next() throws InterruptedException {
    Optional<JsonNode> frame = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (frame == null) {
      throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s");
    }
    return frame;
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
