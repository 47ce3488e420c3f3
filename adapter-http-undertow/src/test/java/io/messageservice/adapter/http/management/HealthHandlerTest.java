package io.messageservice.adapter.http.management;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.waiting.Patience;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handler on a server of its own: requests as text in, responses as text out. */
class HealthHandlerTest {

  private final AtomicInteger asked = new AtomicInteger();
  private volatile List<String> missing = List.of();

  private final Undertow server =
      Undertow.builder()
          .addHttpListener(0, "127.0.0.1", new HealthHandler(this::missing))
          .setIoThreads(1)
          .setWorkerThreads(1)
          .build();

  HealthHandlerTest() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private List<String> missing() {
    asked.incrementAndGet();
    return missing;
  }

  private String answer(String method, String path) throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(Patience.MILLIS);
      String request = method + " " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {HealthHandler.LIVE_PATH, HealthHandler.READY_PATH})
  void whereNothingIsMissingTheAnswerIs200(String path) throws IOException {
    String answer = answer("GET", path);

    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nContent-Type: application/json\r\n")
        .contains("\r\nCache-Control: no-store\r\n");
    assertThat(body(answer)).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  void whatIsMissingIsNamedInOrder() throws IOException {
    missing = List.of("store", "cluster");

    String answer = answer("GET", HealthHandler.READY_PATH);

    assertThat(answer)
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nContent-Type: application/json\r\n")
        .contains("\r\nCache-Control: no-store\r\n");
    assertThat(body(answer))
        .isEqualTo("{\"status\":\"unavailable\",\"missing\":[\"store\",\"cluster\"]}");
  }

  @Test
  void readinessIsAskedAnewForEachRequest() throws IOException {
    missing = List.of("store");
    assertThat(answer("GET", HealthHandler.READY_PATH)).startsWith("HTTP/1.1 503 ");

    missing = List.of();

    assertThat(answer("GET", HealthHandler.READY_PATH)).startsWith("HTTP/1.1 200 ");
    assertThat(asked).hasValue(2);
  }

  @Test
  void theProcessIsLiveWhateverIsMissing() throws IOException {
    missing = List.of("store");

    String answer = answer("GET", HealthHandler.LIVE_PATH);

    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(body(answer)).isEqualTo("{\"status\":\"ok\"}");
    assertThat(asked).hasValue(0);
  }

  @Test
  void headIsAnsweredAsGetWithoutTheBody() throws IOException {
    missing = List.of("store");
    int length = body(answer("GET", HealthHandler.READY_PATH)).length();

    String answer = answer("HEAD", HealthHandler.READY_PATH);

    assertThat(answer)
        .startsWith("HTTP/1.1 503 ")
        .contains("\r\nContent-Length: " + length + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void optionsNamesTheMethods() throws IOException {
    String answer = answer("OPTIONS", HealthHandler.READY_PATH);

    assertThat(answer).startsWith("HTTP/1.1 204 ").contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
    assertThat(body(answer)).isEmpty();
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "OTHER"})
  void otherMethodsAreAnswered405(String method) throws IOException {
    String answer = answer(method, HealthHandler.READY_PATH);

    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
    assertThat(body(answer)).isEmpty();
    assertThat(asked).hasValue(0);
  }
}
