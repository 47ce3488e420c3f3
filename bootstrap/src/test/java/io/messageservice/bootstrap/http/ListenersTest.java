package io.messageservice.bootstrap.http;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.waiting.Patience;
import io.messageservice.bootstrap.start.StartProblem;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.StreamConnection;

/** HTTP that dribbles, over real sockets and with short times. */
final class ListenersTest {

  private static final int SERVED = 4;
  private static final int ACCEPTED = 6;

  /** A few requests of 8 KiB for each I/O thread. */
  private static final long MEMORY_BYTES =
      (128L << 10) * Runtime.getRuntime().availableProcessors();

  /** So many sockets that each I/O thread gets some. */
  private static final int ENOUGH_FOR_ALL_THREADS = 200;

  /** More than fit. */
  private static final int MANY = 64 * Runtime.getRuntime().availableProcessors();

  private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
  private static final String LARGE_BEGINNING =
      "GET /" + "x".repeat(8_000) + " HTTP/1.1\r\nHost: h";

  private static final HttpTimes SHORT =
      new HttpTimes(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(400));
  private static final HttpTimes UPGRADING =
      new HttpTimes(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(400));
  private static final HttpTimes LONG =
      new HttpTimes(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));

  private final List<Socket> clients = new ArrayList<>();
  private final List<StreamConnection> upgraded = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final MemoryBudget budget = new MemoryBudget(8 * MEMORY_BYTES);
  private final Sockets sockets = sockets(new SocketLimits(SERVED, ACCEPTED));

  @SuppressWarnings("NullAway.Init")
  private Listeners listeners;

  private int port;

  @BeforeEach
  void start() throws IOException, StartProblem {
    start(SHORT);
  }

  private void start(HttpTimes times) throws IOException, StartProblem {
    listeners = Listeners.start(times);
    port = open(0);
  }

  private Sockets sockets(SocketLimits limits) {
    return new Sockets(limits, budget, MEMORY_BYTES, HttpEvents.NONE);
  }

  private int open(int asked) throws StartProblem {
    return open(asked, sockets);
  }

  private int open(int asked, Sockets sockets) throws StartProblem {
    return Listeners.portOf(
        listeners.open(
            "PORT",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), asked),
            sockets,
            sockets.guarding(this::answer)));
  }

  @AfterEach
  void stop() throws IOException {
    closeClients();
    listeners.close();
  }

  private void closeClients() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  private void answer(HttpServerExchange exchange) {
    asked.incrementAndGet();
    switch (exchange.getRequestPath()) {
      case "/upgrade" -> {
        exchange.upgradeChannel("other", (channel, ended) -> upgraded.add(channel));
        exchange.endExchange();
      }
      case "/large" -> exchange.getResponseSender().send("x".repeat(16 << 20));
      case "/body" ->
          exchange.getRequestReceiver().receiveFullBytes((read, body) -> read.endExchange());
      case "/both" ->
          exchange
              .getRequestReceiver()
              .receiveFullBytes(
                  (read, body) -> read.getResponseSender().send("x".repeat(16 << 20)));
      default -> exchange.getResponseSender().send("hello");
    }
  }

  private Socket client() throws IOException {
    Socket socket = new Socket();
    clients.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(Patience.MILLIS);
    return socket;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** All that comes until the server ends the connection, in whatever way. */
  private static String readToEnd(Socket client) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      client.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      // an end as well
    }
    return all.toString(ISO_8859_1);
  }

  private static String readStatus(Socket client) throws IOException {
    return new String(client.getInputStream().readNBytes(12), ISO_8859_1);
  }

  @Test
  void aPortThatWasTakenMeanwhileIsSaidToBeInUse() {
    assertThatThrownBy(() -> open(port)).hasMessage("PORT " + port + " is in use");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-",
        "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\nonly this",
        "POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nonly ",
        "GET / HTTP/1.1\r\nHost: here\r\n\r\n"
      })
  void whoBeginsAndDoesNotGoOnIsEnded(String beginning) throws IOException {
    Socket client = client();

    send(client, beginning);

    readToEnd(client);
    await().until(() -> sockets.open() == 0);
  }

  @Test
  void whoDribblesIsEnded() throws IOException {
    Socket client = client();
    String beginning = "GET / HTTP/1.1\r\nX: ";
    AtomicInteger sent = new AtomicInteger();

    await()
        .until(
            () -> {
              int next = Math.min(sent.getAndIncrement(), beginning.length() - 1);
              return !canSend(client, beginning.substring(next, next + 1));
            });

    assertThat(asked).hasValue(0);
    assertThat(sockets.open()).isZero();
  }

  private static boolean canSend(Socket client, String text) throws IOException {
    try {
      send(client, text);
      return true;
    } catch (SocketException ended) {
      return false;
    }
  }

  @Test
  void whoDoesNotTakeTheAnswerIsEnded() throws IOException {
    send(client(), "GET /large HTTP/1.1\r\nHost: here\r\n\r\n");

    await().until(() -> asked.get() == 1);
    await().until(() -> sockets.open() == 0);
  }

  @Test
  void whatIsUpgradedHasNoneOfTheseTimes() throws IOException, StartProblem {
    listeners.close();
    start(UPGRADING);
    Socket other = client();
    send(other, "GET /upgrade HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\n\r\n");
    assertThat(readStatus(other)).isEqualTo("HTTP/1.1 101");
    await().until(() -> upgraded.size() == 1);

    for (String late : new String[] {"", "GET / HTTP/1.1\r\nHost: here\r\n\r\n", "G"}) {
      Socket client = client();
      send(client, late);
      readToEnd(client);
    }

    await().until(() -> sockets.open() == 1);
    assertThat(upgraded.get(0).isOpen()).isTrue();
  }

  @Test
  void whereAllAreUpgradedTheAnswerIs503() throws Exception {
    restart(LONG);
    for (int i = 0; i < SERVED; i++) {
      upgrade();
    }

    Socket refused = client();
    send(refused, GET);

    assertThat(readToEnd(refused))
        .startsWith("HTTP/1.1 503")
        .contains("Connection: close")
        .endsWith("\"code\":\"overloaded\"}");
    refused.close();
    await().until(() -> sockets.open() == SERVED);
    assertThat(upgraded).allMatch(StreamConnection::isOpen);

    upgraded.get(0).close();
    await().until(() -> sockets.open() == SERVED - 1);
    Socket served = client();
    send(served, GET);
    assertThat(readStatus(served)).isEqualTo("HTTP/1.1 200");
  }

  @Test
  void pastTheServedOnesTheOldestThatIsNotUpgradedEnds() throws Exception {
    restart(LONG);
    upgrade();
    Socket oldest = client();
    await().until(() -> sockets.open() == 2);
    Socket other = client();
    send(other, "GET / HTTP/1.1\r\nHost: h");
    Socket answered = client();
    send(answered, GET);
    assertThat(readStatus(answered)).isEqualTo("HTTP/1.1 200");

    for (int i = 0; i < ENOUGH_FOR_ALL_THREADS; i++) {
      Socket late = client();
      send(late, GET);
      assertThat(readStatus(late)).isEqualTo("HTTP/1.1 200");
    }

    assertThat(readToEnd(oldest)).isEmpty();
    assertThat(readToEnd(other)).isEmpty();
    readToEnd(answered);
    assertThat(upgraded.get(0).isOpen()).isTrue();
    await().until(() -> sockets.open() == SERVED);
  }

  @Test
  void pastTheMemoryForUnfinishedRequestsTheOldestEnds() throws Exception {
    restart(LONG);
    Sockets many = sockets(new SocketLimits(1_000, 1_000));
    port = open(0, many);
    Socket oldest = client();
    send(oldest, LARGE_BEGINNING);
    await().until(() -> many.open() == 1);

    for (int i = 0; i < MANY; i++) {
      send(client(), LARGE_BEGINNING);
    }

    assertThat(readToEnd(oldest)).isEmpty();
    Socket late = client();
    send(late, LARGE_BEGINNING + "\r\n\r\n");
    assertThat(readStatus(late)).isEqualTo("HTTP/1.1 200");
    assertThat(many.unfinishedBytes()).isPositive().isLessThanOrEqualTo(MEMORY_BYTES);
    closeClients();
    await().until(() -> many.unfinishedBytes() == 0 && budget.heldBytes() == 0);
  }

  private Sockets withRoom() throws Exception {
    restart(LONG);
    Sockets roomy =
        new Sockets(new SocketLimits(10, 10), MemoryBudget.unlimited(), 1L << 30, HttpEvents.NONE);
    port = open(0, roomy);
    return roomy;
  }

  @Test
  void whatCameOfABodyIsHeldUntilItIsAnswered() throws Exception {
    Sockets roomy = withRoom();
    Socket client = client();
    send(client, "POST /body HTTP/1.1\r\nHost: here\r\nContent-Length: 50000\r\n\r\n");
    send(client, "x".repeat(40_000));
    await().until(() -> roomy.unfinishedBytes() > 100_000);
    assertThat(roomy.exchanges()).isEqualTo(1);

    send(client, "x".repeat(10_000));

    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 200");
    await().until(() -> roomy.unfinishedBytes() < 10_000 && roomy.exchanges() == 0);
  }

  @Test
  void anAnswerIsHeldUntilItIsTaken() throws Exception {
    Sockets roomy = withRoom();
    Socket client = client();
    send(client, "GET /large HTTP/1.1\r\nHost: here\r\n\r\n");

    await().until(() -> roomy.unfinishedBytes() > 16 << 20);
    client.close();
    await().until(() -> roomy.unfinishedBytes() == 0 && roomy.exchanges() == 0);
  }

  @Test
  void aBodyIsNotHeldOnceItIsAnswered() throws Exception {
    Sockets roomy = withRoom();
    Socket client = client();

    send(client, "POST /both HTTP/1.1\r\nHost: here\r\nContent-Length: 1000000\r\n\r\n");
    send(client, "x".repeat(1_000_000));

    await().until(() -> roomy.unfinishedBytes() > 16 << 20);
    assertThat(roomy.unfinishedBytes()).isLessThan(17 << 20);
  }

  @Test
  void whatIsUpgradedHoldsNothing() throws Exception {
    restart(LONG);
    upgrade();

    await().until(() -> sockets.unfinishedBytes() == 0 && budget.heldBytes() == 0);
    assertThat(sockets.open()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n\r\n"})
  void aHeadPastEightKibibytesIsAnswered431(String end) throws IOException {
    int rest = OpenSocket.MAX_HEAD_BYTES - GET.length() - "X: \r\n".length();
    Socket good = client();
    send(good, GET.strip() + "\r\nX: " + "x".repeat(rest) + "\r\n\r\n");
    assertThat(readStatus(good)).isEqualTo("HTTP/1.1 200");

    Socket bad = client();
    send(bad, GET.strip() + "\r\nX: " + "x".repeat(end.isEmpty() ? 100_000 : rest + 1) + end);

    assertThat(readToEnd(bad))
        .startsWith("HTTP/1.1 431 ")
        .contains("Connection: close")
        .endsWith("\"code\":\"too_large\"}");
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunkedx",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: xchunked",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: 18446744073709551621"
      })
  void aBodyWhoseEndIsNotPlainIsAnswered400(String headers) throws IOException {
    Socket client = client();

    send(client, "POST / HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

    assertThat(readToEnd(client)).startsWith("HTTP/1.1 400 ").doesNotContain("hello");
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked", "Transfer-Encoding: Chunked"})
  void aChunkedBodyIsRead(String header) throws IOException {
    Socket client = client();

    send(client, "POST / HTTP/1.1\r\nHost: h\r\n" + header + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n");

    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 200");
  }

  private static final String CHUNKED =
      "POST /body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

  @Test
  void aChunkMayBeLarge() throws Exception {
    Sockets unused = withRoom();
    Socket client = client();
    String last = GET.strip() + "\r\nConnection: close\r\n\r\n";

    send(client, CHUNKED + "200001;a=b\r\n" + "x".repeat((2 << 20) + 1) + "\r\n0\r\n\r\n" + last);

    assertThat(readToEnd(client).split("HTTP/1.1 200", -1)).hasSize(3);
  }

  @Test
  void aChunkThatIsNotPlainIsAnswered400() throws Exception {
    String rest = "0x5\r\nhello\r\n0\r\n\r\n" + GET;
    Sockets roomy = withRoom();
    Socket atOnce = client();
    Socket later = client();

    send(atOnce, CHUNKED + rest);
    send(later, CHUNKED + "1\r\nx\r\n");
    await().until(() -> asked.get() == 1);
    send(later, rest);

    for (Socket client : List.of(atOnce, later)) {
      assertThat(readToEnd(client))
          .startsWith("HTTP/1.1 400 ")
          .contains("Connection: close")
          .endsWith("\"code\":\"invalid_format\"}");
    }
    assertThat(asked).hasValue(1);
    await().until(() -> roomy.exchanges() == 0);
  }

  @Test
  void requestsThatComeTogetherAreAnsweredOneByOne() throws IOException {
    Socket client = client();

    send(client, GET.repeat(100) + GET.strip() + "\r\nConnection: close\r\n\r\n");

    assertThat(readToEnd(client).split("HTTP/1.1 200", -1)).hasSize(102);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_chat.example", "_chat", "my_chat:8001"})
  void aHostMayHaveAnUnderscore(String host) throws IOException {
    Socket client = client();

    send(client, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 200");
  }

  private void restart(HttpTimes times) throws IOException, StartProblem {
    listeners.close();
    start(times);
  }

  private void upgrade() throws IOException {
    Socket client = client();
    int before = upgraded.size();
    send(client, "GET /upgrade HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\n\r\n");
    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 101");
    await().until(() -> upgraded.size() == before + 1);
  }
}
