package io.messageservice.blackbox.http;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates that connections and requests share, and requests that do not go on. */
final class HttpLimitsIT {

  private final List<Socket> open = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private ServiceProcess service;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    service.close();
  }

  private HttpUser user(String name) {
    return HttpUser.with(service, Tokens.of(name));
  }

  @Test
  void aUserHasOneRateWhateverWayTheyCome() {
    service = ServiceProcess.ready(Map.of("RATE_LIMIT", "1/h,10"));
    try (RawClient alice = RawClient.upgraded(service, "alice")) {
      for (int i = 0; i < 5; i++) {
        JsonNode unused = user("alice").get("/api/conversations").as(200);
        alice.awaitRegistered();
      }

      HttpUser.Answer answer = user("alice").get("/api/conversations");
      alice.sendText("{\"event\":\"ping\"}");

      assertThat(answer.refused(429, "rate_limited").get("error").asText()).contains("slow down");
      assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(3_000, 3_600);
      assertThat(alice.readJson().path("code").asText()).isEqualTo("rate_limited");
      assertThat(user("bob").get("/api/conversations").status()).isEqualTo(200);
    }
  }

  @Test
  void badTokensOfAnAddressAreHeldBackAsRefusedHandshakesAre() {
    service = ServiceProcess.ready(Map.of("REFUSED_HANDSHAKE_RATE", "2/h"));
    HttpUser bad = HttpUser.with(service, "bad");

    bad.get("/api/conversations").refused(401, "unauthenticated");
    bad.get("/api/conversations").refused(401, "unauthenticated");
    bad.get("/api/conversations").refused(429, "rate_limited");

    assertThat(user("alice").get("/api/conversations").status()).isEqualTo(200);
  }

  @Test
  void aBodyThatDoesNotComeEndsItsConnection() throws IOException {
    service = ServiceProcess.ready(Map.of("MESSAGE_TIME", "1s"));
    List<Socket> slow =
        List.of(
            begin("POST /api/conversations", "{\"participants\":"),
            begin("PUT /api/conversations/c/participants/bob", "{"),
            begin("POST /api/conversations/c/messages", "{\"content\":"),
            begin("PUT /api/conversations/c/read", "{"));

    for (Socket socket : slow) {
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
    assertThat(awaitServed().as(200).get("conversations")).isEmpty();
    assertHoldsNothing();
  }

  /** What the last line of a service that stops says of its memory for clients. */
  private void assertHoldsNothing() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    service.terminate();
    assertThat(service.exitCode()).isZero();
    assertThat(service.output()).contains("stopped client_memory_held=0");
  }

  @Test
  void bodiesThatDoNotComeDoNotFillTheHeap() throws IOException {
    service =
        ServiceProcess.with(Map.of("RATE_LIMIT", "off", "MESSAGE_TIME", "1h")).withHeap("64m");
    service.start();
    service.awaitReady();
    String most = "{\"content\":\"" + "x".repeat(200_000);
    for (int i = 0; i < 500; i++) {
      try {
        Socket unused = begin("POST /api/conversations/c/messages", most);
      } catch (IOException ended) {
        // the service has the right to
      }
    }

    HttpUser.Answer unused = awaitServed();
    assertThat(service.readiness()).isEqualTo(200);
    assertThat(service.output()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
    assertHoldsNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/c0/messages?limit=200", "?limit=200"})
  void answersThatAreNotTakenDoNotFillTheHeap(String page) throws IOException {
    service =
        ServiceProcess.with(Map.of("RATE_LIMIT", "off", "MESSAGE_TIME", "1h")).withHeap("64m");
    service.start();
    service.awaitReady();
    for (int i = 0; i < 60; i++) {
      String text = "x".repeat(10_000);
      for (String conversation : List.of("c0", "c" + (i + 1))) {
        JsonNode unused =
            user("alice")
                .post("/api/conversations/" + conversation + "/messages", "content", text)
                .as(201);
      }
    }

    for (int i = 0; i < 250; i++) {
      try {
        Socket socket = connect();
        write(
            socket,
            "GET /api/conversations" + page + " HTTP/1.1\r\nHost: h\r\n" + token() + "\r\n");
      } catch (IOException ended) {
        // the service has the right to
      }
    }

    HttpUser.Answer unused = awaitServed();
    assertThat(service.readiness()).isEqualTo(200);
    assertThat(service.output()).doesNotContain("OutOfMemory").doesNotContain("ERROR");
    assertHoldsNothing();
  }

  /** The service may end connections meanwhile, also one that is kept for the next request. */
  private HttpUser.Answer awaitServed() {
    return await()
        .ignoreException(UncheckedIOException.class)
        .until(() -> user("alice").get("/api/conversations"), answer -> answer.status() == 200);
  }

  /** A request of which this much of the body comes. */
  private Socket begin(String methodAndPath, String body) throws IOException {
    Socket socket = connect();
    write(
        socket,
        methodAndPath
            + " HTTP/1.1\r\nHost: h\r\n"
            + token()
            + "Content-Type: application/json\r\nContent-Length: 260000\r\n\r\n"
            + body);
    return socket;
  }

  private static String token() {
    return "Authorization: Bearer " + Tokens.of("alice") + "\r\n";
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
    socket.setSoTimeout(Patience.MILLIS);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }
}
