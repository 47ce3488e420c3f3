package io.messageservice.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Heard;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Heard.Frame;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Pulse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One connection of a client, which never waits for long. One thread calls. */
final class Link {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Heard LOST = new Closed(Closed.LOST, "the peer is gone");

  private final WebSocket socket;
  private final Ears ears;

  private Link(WebSocket socket, Ears ears) {
    this.socket = socket;
    this.ears = ears;
  }

  /** A connection; empty where nobody takes it in time. */
  static Optional<Link> open(URI address) {
    Ears ears = new Ears();
    Optional<WebSocket> socket = within(HTTP.newWebSocketBuilder().buildAsync(address, ears));
    if (socket.isEmpty()) {
      ears.turnAway();
    }
    return socket.map(opened -> new Link(opened, ears));
  }

  /** Sends a frame; says false where the connection is over or takes nothing more. */
  boolean send(JsonNode frame) {
    return within(socket.sendText(frame.toString(), true)).isPresent();
  }

  /** What comes of it in time; it goes on by itself, so that nothing half done is left behind. */
  private static <T> Optional<T> within(CompletableFuture<T> result) {
    try {
      return Optional.of(result.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** What is heard next; empty where that is nothing for so long. */
  Optional<Heard> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(Pulse.next(ears.heard, socket, patience, LOST));
  }

  /** Ends it with a close frame and does not wait for the other's. */
  void leave() {
    if (within(socket.sendClose(WebSocket.NORMAL_CLOSURE, "")).isEmpty()) {
      abort();
    }
  }

  /** Ends it without a word. */
  void abort() {
    socket.abort();
  }

  /** Called by the threads of the HTTP client, one at a time. */
  private static final class Ears implements WebSocket.Listener {

    /** Unbounded: what the client has not looked at yet. */
    final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    private final StringBuilder text = new StringBuilder();

    /** Guarded by this, as is {@code late}. */
    private @Nullable WebSocket opened;

    private boolean late;

    /** Nobody waits for the connection any more: should it come yet, it ends. */
    synchronized void turnAway() {
      late = true;
      if (opened != null) {
        opened.abort();
      }
    }

    @Override
    public synchronized void onOpen(WebSocket socket) {
      opened = socket;
      if (late) {
        socket.abort();
      } else {
        socket.request(1);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(new Frame(Json.parse(text.toString())));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      heard.add(new Closed(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      heard.add(new Closed(Closed.LOST, error.toString()));
    }
  }
}
