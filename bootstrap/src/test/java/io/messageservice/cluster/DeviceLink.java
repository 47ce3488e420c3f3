package io.messageservice.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.FrameConnection;
import io.messageservice.blackbox.Heard;
import io.messageservice.client.socket.JdkSockets;
import io.messageservice.client.socket.OpeningRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection of a client, which never waits for long. One thread calls. */
final class DeviceLink {

  private static final JdkSockets SOCKETS = new JdkSockets();
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final FrameConnection connection;

  private DeviceLink(FrameConnection connection) {
    this.connection = connection;
  }

  /** A connection; empty where nobody takes it in time. */
  static Optional<DeviceLink> open(URI address) {
    CompletableFuture<FrameConnection> opening =
        FrameConnection.open(SOCKETS, OpeningRequest.to(address));
    Optional<FrameConnection> connection = within(opening);
    if (connection.isEmpty()) {
      boolean unused = opening.cancel(false); // should it come yet, it ends
    }
    return connection.map(DeviceLink::new);
  }

  /** Sends a frame; says false where the connection is over or takes nothing more. */
  boolean send(JsonNode frame) {
    return within(connection.send(frame).thenApply(done -> true)).isPresent();
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
    return Optional.ofNullable(connection.next(patience));
  }

  /** Ends it with a close frame and does not wait for the other's. */
  void leave() {
    if (within(connection.close().thenApply(done -> true)).isEmpty()) {
      abort();
    }
  }

  /** Ends it without a word. */
  void abort() {
    connection.abort();
  }
}
