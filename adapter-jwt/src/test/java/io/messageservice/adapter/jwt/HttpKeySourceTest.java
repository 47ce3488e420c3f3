package io.messageservice.adapter.jwt;

import static io.messageservice.adapter.jwt.TestTokens.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.messageservice.adapter.jwt.JwtEvents.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a real server. The time of a fetch is over when the test says so. */
class HttpKeySourceTest implements KeySource.Listener {

  private static final String SET =
      "{\"keys\":[{" + KeyPairs.jwk(KeyPairs.P256.getPublic()) + "}]}";

  private final ExecutorService serverThreads = Executors.newCachedThreadPool();
  private final ExecutorService fetcher = Executors.newSingleThreadExecutor();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Runnable> timeouts = new LinkedBlockingQueue<>();
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
    assertThat(heard).isEmpty();
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
    begin("/keys");

    Runnable timeout = Objects.requireNonNull(timeouts.poll(20, TimeUnit.SECONDS));
    timeout.run();
    timeout.run();

    assertThat(outcome()).isEqualTo("failed TIMEOUT");
  }

  @Test
  void nobodyThereIsAFailure() throws Exception {
    // A port that is held and does not listen: nobody else can answer there.
    try (Socket held = new Socket()) {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      source(URI.create("http://127.0.0.1:" + held.getLocalPort() + "/keys")).fetch(this);

      assertThat(outcome()).isEqualTo("failed UNREACHABLE");
    }
  }

  @Test
  void anExecutorThatHasEndedIsAFailure() throws Exception {
    fetcher.shutdownNow();

    begin("/keys");

    assertThat(outcome()).isEqualTo("failed UNREACHABLE");
  }

  @Test
  void anExecutorThatEndsWhileItIsAskedIsAFailure() throws Exception {
    fetcher.shutdownNow();
    Queue<Runnable> accepted = new ArrayDeque<>();
    Executor ending =
        task -> (accepted.isEmpty() ? (Executor) accepted::add : fetcher).execute(task);
    new HttpKeySource(new JwksConfig(url("/keys")), ending, (delay, timeout) -> {}).fetch(this);
    assertThat(heard).isEmpty();

    accepted.element().run();

    assertThat(outcome()).isEqualTo("failed UNREACHABLE");
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

  @Test
  void plainHostNamesMayHaveUnderscores() {
    assertThat(new JwksConfig(URI.create("http://my_auth:8080/keys")).url().getRawAuthority())
        .isEqualTo("my_auth:8080");
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          answer.to(exchange);
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

  private HttpKeySource source(URI url) {
    return new HttpKeySource(
        new JwksConfig(url), fetcher, (delay, timeout) -> timeouts.add(timeout));
  }

  private void begin(String path) {
    source(url(path)).fetch(this);
  }

  private String fetched(String path) throws InterruptedException {
    begin(path);
    return outcome();
  }

  private String outcome() throws InterruptedException {
    return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
  }

  @Override
  public void fetched(KeyRing ring) {
    heard.add("fetched " + ring.keys());
  }

  @Override
  public void failed(Failure cause) {
    heard.add("failed " + cause);
  }
}
