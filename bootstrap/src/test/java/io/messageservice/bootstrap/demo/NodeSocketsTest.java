package io.messageservice.bootstrap.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.client.socket.ClientSocket;
import io.messageservice.client.socket.OpeningRequest;
import io.messageservice.client.socket.SocketEnd;
import io.messageservice.client.socket.SocketListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSocketsTest {

  private static final List<URI> NODES =
      List.of(URI.create("ws://a/"), URI.create("ws://b/"), URI.create("ws://c/"));

  @TempDir private Path folder;

  private final List<URI> opened = new ArrayList<>();
  private final List<SocketEnd> ends = new ArrayList<>();
  private final Socket socket = new Socket();
  private NodeSockets sockets;

  /** Only how it ends counts here. */
  private static final class Socket implements ClientSocket {
    private boolean aborted;

    @Override
    public CompletableFuture<Void> send(String text) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void probe() {}

    @Override
    public CompletableFuture<Void> close(int code, String reason) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void abort() {
      aborted = true;
    }

    @Override
    public String subprotocol() {
      return "";
    }
  }

  /** Only ends are to come. */
  private final class Ends implements SocketListener {

    @Override
    public void text(String message) {
      throw new AssertionError(message);
    }

    @Override
    public void ended(SocketEnd end) {
      ends.add(end);
    }
  }

  @BeforeEach
  void begin() throws IOException {
    sockets =
        new NodeSockets(
            0,
            NODES,
            1,
            (request, listener) -> {
              opened.add(request.address());
              return CompletableFuture.completedFuture(socket);
            },
            new ClientLog(folder.resolve("log")));
  }

  private CompletableFuture<ClientSocket> open() {
    return sockets.open(OpeningRequest.to(URI.create("ws://any/")), new Ends());
  }

  @Test
  void eachConnectionGoesToAnotherNodeThanTheOneBefore() throws IOException {
    for (int i = 0; i < 20; i++) {
      assertThat(open()).isCompleted();
    }

    assertThat(opened.get(0)).isEqualTo(NODES.get(1));
    for (int i = 1; i < opened.size(); i++) {
      assertThat(opened.get(i)).isNotEqualTo(opened.get(i - 1));
    }
    assertThat(Files.readString(folder.resolve("log"))).startsWith("connected 0 2\n");
  }

  @Test
  void aCutEndsTheConnectionAndLetsNoneBeOpened() throws IOException {
    assertThat(open()).isCompleted();

    sockets.cut(Duration.ofHours(1));

    assertThat(socket.aborted).isTrue();
    assertThat(ends).extracting(SocketEnd::code).containsExactly(SocketEnd.LOST);
    assertThat(open()).isCompletedExceptionally();
    assertThat(opened).hasSize(1);
    assertThat(Files.readString(folder.resolve("log"))).endsWith("connected 0 0\n");
  }

  @Test
  void aCutThatIsOverLetsConnectionsBeOpened() {
    sockets.cut(Duration.ZERO);

    assertThat(open()).isCompleted();
    assertThat(ends).isEmpty();
  }
}
