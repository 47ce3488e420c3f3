package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.application.waiting.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a real server. */
class HttpKeySourceTest {

  private static final String SET =
      "{\"keys\":[{" + KeyPairs.jwk(KeyPairs.P256.getPublic()) + "}]}";

  private final ExecutorService serverThreads = Executors.newCachedThreadPool();
  private final ExecutorService fetcher = Executors.newSingleThreadExecutor();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(serverThreads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    fetcher.shutdownNow();
    serverThreads.shutdownNow();
  }

  @Test
  void aSetIsFetched() throws Exception {
    serve("/keys", exchange -> answer(exchange, 200, SET));

    assertThat(fetched("/keys")).isEqualTo("fetched [VerificationKey[ES256]]");
  }

  @Test
  void whatIsNoSetIsMalformed() throws Exception {
    serve("/keys", exchange -> answer(exchange, 200, "<html>"));

    assertThat(fetched("/keys")).isEqualTo("failed MALFORMED");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 400, 401, 404, 500, 503})
  void anyOtherAnswerThanOkIsAFailure(int status) throws Exception {
    serve("/keys", exchange -> answer(exchange, status, status == 204 ? "" : SET));

    assertThat(fetched("/keys")).isEqualTo("failed STATUS");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) throws Exception {
    serve("/real", exchange -> answer(exchange, 200, SET));
    serve(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().set("Location", url("/real").toString());
          answer(exchange, status, "");
        });

    assertThat(fetched("/keys")).isEqualTo("failed STATUS");
    assertThat(asked).containsExactly("/keys");
  }

  @Test
  void noMoreIsReadThanASetNeeds() throws Exception {
    byte[] blanks = new byte[HttpKeySource.MAX_BYTES];
    java.util.Arrays.fill(blanks, (byte) ' ');
    serve("/keys", exchange -> endlessly(exchange, blanks));

    assertThat(fetched("/keys")).isEqualTo("failed TOO_LARGE");
  }

  @Test
  void aSetOfOneByteTooManyIsNotRead() throws Exception {
    String padded = SET + " ".repeat(HttpKeySource.MAX_BYTES + 1 - SET.length());
    serve("/keys", exchange -> answer(exchange, 200, padded));

    assertThat(fetched("/keys")).isEqualTo("failed TOO_LARGE");
  }

  @Test
  void theLargestSetIsRead() throws Exception {
    String padded = SET + " ".repeat(HttpKeySource.MAX_BYTES - SET.length());
    serve("/keys", exchange -> answer(exchange, 200, padded));

    assertThat(fetched("/keys")).startsWith("fetched");
  }

  @Test
  void anAnswerThatDribblesIsGivenUpWhenTheTimeIsOver() throws Exception {
    serve(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
        });

    assertThat(fetched(url("/keys"), Duration.ofMillis(300))).isEqualTo("failed TIMEOUT");
  }

  @Test
  void whoeverGaveUpOneFetchMayBeginAnother() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    serve(
        "/held",
        exchange -> {
          held.await();
          answer(exchange, 200, SET);
        });
    serve("/keys", exchange -> answer(exchange, 200, SET));

    assertThat(fetched(url("/held"), Duration.ofMillis(300))).isEqualTo("failed TIMEOUT");
    held.countDown();

    assertThat(fetched("/keys")).startsWith("fetched");
  }

  @Test
  void nobodyThereIsAFailure() throws Exception {
    // A port that is held and does not listen: nobody else can answer there.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      URI url = URI.create("http://127.0.0.1:" + held.getLocalPort() + "/keys");

      assertThat(fetched(url, Patience.PATIENCE)).isEqualTo("failed UNREACHABLE");
    }
  }

  @Test
  void anExecutorThatHasEndedIsAFailure() throws Exception {
    fetcher.shutdownNow();

    assertThat(fetched("/keys")).isEqualTo("failed UNREACHABLE");
  }

  @Test
  void anInterruptionIsAFailure() {
    Thread.currentThread().interrupt();

    assertThat(fetched("/keys")).isEqualTo("failed UNREACHABLE");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://auth.example/keys",
        "file:///etc/keys",
        "jar:file:/keys!/a",
        "/keys",
        "auth.example/keys",
        "https:///keys",
        "https://auth_one.example/keys",
        "http://auth.example:65536/keys",
        "https://user:pass@auth.example/keys",
        "https://auth.example/keys#a"
      })
  void onlyPlainWebAddressesAreTaken(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JwksConfig(URI.create(url)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("auth.example", "pass", "/keys"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://8.8.8.8/keys",
        "http://172.32.0.1/keys",
        "http://100.128.0.1/keys",
        "HTTP://[2001:db8::1]:8080/keys"
      })
  void keysAreNotFetchedOverHttpFromAPublicAddress(String url) {
    assertThat(new JwksConfig(URI.create(url)).isExposed()).isTrue();
    assertThat(fetched(URI.create(url), Patience.PATIENCE)).isEqualTo("failed EXPOSED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://8.8.8.8/keys",
        "http://127.0.0.1/keys",
        "http://localhost:8080/keys",
        "http://[::1]/keys",
        "http://10.1.2.3/keys",
        "http://172.16.0.1/keys",
        "http://192.168.1.1/keys",
        "http://169.254.1.1/keys",
        "http://100.64.0.1/keys",
        "http://[fd00::1]/keys",
        "http://[fe80::1]/keys"
      })
  void httpsIsForEverywhereAndHttpForAPrivateNetwork(String url) {
    assertThat(new JwksConfig(URI.create(url)).isExposed()).isFalse();
  }

  @Test
  void plainHostNamesMayHaveUnderscores() {
    assertThat(new JwksConfig(URI.create("http://my_auth:8080/keys")).url().getRawAuthority())
        .isEqualTo("my_auth:8080");
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          try {
            answer.to(exchange);
          } catch (InterruptedException stopping) {
            exchange.close();
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = bytes(body);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Until the client has had enough. */
  private static void endlessly(HttpExchange exchange, byte[] part) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      while (true) {
        body.write(part);
      }
    }
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private String fetched(String path) {
    return fetched(url(path), Patience.PATIENCE);
  }

  private String fetched(URI url, Duration timeout) {
    try {
      return "fetched " + new HttpKeySource(new JwksConfig(url), fetcher, timeout).fetch().keys();
    } catch (KeySource.FetchFailed e) {
      return "failed " + e.failure();
    }
  }
}
