package io.messageservice.client.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's WebSocket against a peer that sends what the test says. */
@Timeout(120)
class JdkSocketsTest {

  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  /** A listener waits for it while it handles a text "wait". */
  private final CountDownLatch handled = new CountDownLatch(1);

  private final HandshakingPeer peer = new HandshakingPeer();

  JdkSocketsTest() throws IOException {}

  @AfterEach
  void nothingElseHappened() throws Exception {
    peer.close();
    assertThat(heard).isEmpty();
  }

  @Test
  void requestCarriesHeadersAndSubprotocols() throws Exception {
    OpeningRequest request =
        OpeningRequest.to(peer.address())
            .withHeader("Authorization", "Bearer a.b.c")
            .withSubprotocols(List.of("message-service.v1", "bearer.a.b.c"));
    CompletableFuture<ClientSocket> opening = new JdkSockets().open(request, new Recorder());
    String head = peer.accept();

    assertThat(head).containsIgnoringCase("Authorization: Bearer a.b.c");
    assertThat(head)
        .containsIgnoringCase("Sec-WebSocket-Protocol: message-service.v1, bearer.a.b.c");
    assertThat(opening.join().subprotocol()).isEqualTo("message-service.v1");
    opening.join().abort();
  }

  @Test
  void textsArriveWholeThenTheCloseFrame() throws Exception {
    open();
    peer.frame(0x01, "he");
    peer.frame(0x80, "llo");
    peer.frame(0x89, "");
    peer.closeFrame(1012, "reconnect after 5 ms");

    assertThat(heard.take()).isEqualTo("hello");
    assertThat(heard.take()).isEqualTo("ping");
    assertThat(heard.take()).isEqualTo(new SocketEnd(1012, "reconnect after 5 ms"));
  }

  @Test
  void messagesAreWrittenOneAfterTheOther() throws Exception {
    ClientSocket socket = open();
    CompletableFuture<Void> first = socket.send("x".repeat(1_000_000));
    CompletableFuture<Void> second = socket.send("y".repeat(1_000_000));
    int read = peer.skip(2_000_000);

    first.join();
    second.join();
    assertThat(read).isEqualTo(2_000_000);
    socket.abort();
  }

  @Test
  void endWithoutACloseFrameWhileAFrameIsHandledIsFoundByProbing() throws Exception {
    ClientSocket socket = open();
    peer.frame(0x81, "wait");
    assertThat(heard.take()).isEqualTo("wait");
    peer.vanish();
    handled.countDown();

    await()
        .forever()
        .until(
            () -> {
              socket.probe();
              return !heard.isEmpty();
            });
    assertThat(heard.take()).isEqualTo(new SocketEnd(1006, "connection lost"));
  }

  @Test
  void abortedConnectionReportsNothing() throws Exception {
    ClientSocket socket = open();
    socket.abort();

    await().forever().until(() -> peer.read() < 0);
    socket.probe();
  }

  @Test
  void refusedUpgradeSaysItsStatus() throws Exception {
    CompletableFuture<ClientSocket> opening = new JdkSockets().open(request(), new Recorder());
    peer.refuse(503);

    assertThat(failure(opening)).hasMessage("the service answered HTTP 503");
  }

  @Test
  void closedPortSaysThatNobodyAnswers() throws Exception {
    peer.close();

    assertThat(failure(new JdkSockets().open(request(), new Recorder())))
        .hasMessage("nobody answers there");
  }

  @Test
  void tokenThatIsNoSubprotocolIsRefused() {
    OpeningRequest request =
        OpeningRequest.to(peer.address()).withSubprotocols(List.of("bearer.not a token"));

    assertThat(failure(new JdkSockets().open(request, new Recorder())))
        .hasMessage("the request is not valid");
  }

  @Test
  void connectionThatNobodyWantsAnyMoreIsAborted() throws Exception {
    CompletableFuture<ClientSocket> opening = new JdkSockets().open(request(), new Recorder());
    assertThat(opening.cancel(false)).isTrue();
    String unused = peer.accept();

    await().forever().until(() -> peer.read() < 0);
  }

  private OpeningRequest request() {
    return OpeningRequest.to(peer.address()).withSubprotocols(List.of("message-service.v1"));
  }

  private ClientSocket open() throws Exception {
    CompletableFuture<ClientSocket> opening = new JdkSockets().open(request(), new Recorder());
    String unused = peer.accept();
    return opening.join();
  }

  private static Throwable failure(CompletableFuture<ClientSocket> opening) {
    try {
      throw new AssertionError(opening.join().subprotocol());
    } catch (CompletionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  private final class Recorder implements SocketListener {
    @Override
    public void text(String message) {
      heard.add(message);
      if (message.equals("wait")) {
        try {
          handled.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    public void ping() {
      heard.add("ping");
    }

    @Override
    public void ended(SocketEnd end) {
      heard.add(end);
    }
  }
}
