package io.messageservice.adapter.http;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ends of requests on a server of its own. */
class RequestEndsTest {

  /** More than a socket takes. */
  private static final int LARGE = 32 << 20;

  private final List<OptionalInt> ended = new CopyOnWriteArrayList<>();
  private final Undertow server =
      Undertow.builder()
          .addHttpListener(0, "127.0.0.1", this::answer)
          .setIoThreads(1)
          .setWorkerThreads(1)
          .build();

  RequestEndsTest() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private void answer(HttpServerExchange exchange) {
    RequestEnds.add(exchange, ended::add);
    RequestEnds.add(exchange, ended::add);
    switch (exchange.getRequestPath()) {
      case "/large" -> exchange.getResponseSender().send("x".repeat(LARGE));
      case "/small" -> exchange.setStatusCode(201).getResponseSender().send("small");
      default -> exchange.setStatusCode(204).endExchange();
    }
  }

  private Socket ask(String request) throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(Patience.MILLIS);
    ask(socket, request);
    return socket;
  }

  private static void ask(Socket socket, String request) throws IOException {
    socket.getOutputStream().write((request + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(ISO_8859_1));
  }

  @Test
  void eachRequestOfAConnectionEndsWithItsStatusAndTheCloseAddsNothing() throws IOException {
    List<String> requests = List.of("GET /", "GET /small", "HEAD /small", "GET /small");
    try (Socket socket = ask("GET /")) {
      await().until(() -> ended.size() == 2);
      for (String request : requests) {
        int before = ended.size();
        ask(socket, request);
        await().until(() -> ended.size() == before + 2);
      }
    }
    try (Socket other = ask("GET /small")) {
      assertThat(other.getInputStream().read()).isPositive();
      await().until(() -> ended.size() == 12);
    }

    assertThat(ended.stream().mapToInt(OptionalInt::getAsInt))
        .containsExactly(204, 204, 204, 204, 201, 201, 201, 201, 201, 201, 201, 201);
  }

  @Test
  void anAnswerThatIsNotTakenIsNotSent() throws IOException {
    try (Socket socket = ask("GET /large")) {
      assertThat(socket.getInputStream().read()).isPositive();
      socket.setSoLinger(true, 0);
    }
    await().until(() -> ended.size() == 2);

    assertThat(ended).containsOnly(OptionalInt.empty());
  }
}
