package io.messageservice.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.messageservice.bootstrap.start.StartProblem;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
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

  /** Bytes one by one, 20 ms apart: a hundred times longer than the head may take. */
  private static final int ENOUGH = 1_000;

  private static final HttpTimes SHORT =
      new HttpTimes(Duration.ofMillis(200), Duration.ofMillis(600), Duration.ofMillis(400));
  private static final HttpTimes UPGRADING =
      new HttpTimes(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(400));
  private static final HttpTimes LONG =
      new HttpTimes(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));

  private final List<Socket> clients = new ArrayList<>();
  private final List<StreamConnection> upgraded = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Sockets sockets = new Sockets(SERVED, ACCEPTED);

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

  private int open(int asked) throws StartProblem {
    return Listeners.portOf(
        listeners.open(
            "PORT",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), asked),
            sockets,
            sockets.guarding(this::answer)));
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    listeners.close();
  }

  private void answer(HttpServerExchange exchange) {
    asked.incrementAndGet();
    switch (exchange.getRequestPath()) {
      case "/upgrade" -> {
        exchange.upgradeChannel("other", (channel, ended) -> upgraded.add(channel));
        exchange.endExchange();
      }
      case "/large" -> exchange.getResponseSender().send("x".repeat(16 << 20));
      default -> exchange.getResponseSender().send("hello");
    }
  }

  private Socket client() throws IOException {
    Socket socket = new Socket();
    clients.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(20_000);
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
    client.setSoTimeout(20);

    int sent = 0;
    while (sent < ENOUGH && isSilent(client)) {
      send(client, "GET / HTTP/1.1\r\nX: ".substring(Math.min(sent++, 18)).substring(0, 1));
    }

    assertThat(sent).isPositive().isLessThan(ENOUGH);
  }

  /** Whether neither anything nor the end came for a moment. */
  private static boolean isSilent(Socket client) throws IOException {
    try {
      return client.getInputStream().read() >= 0;
    } catch (SocketTimeoutException silent) {
      return true;
    } catch (SocketException reset) {
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
  void pastTheServedOnesTheAnswerIs503AndPastTheAcceptedOnesNone() throws Exception {
    listeners.close();
    start(LONG);
    for (int i = 0; i < SERVED; i++) {
      Socket served = client();
      send(served, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
      assertThat(readStatus(served)).isEqualTo("HTTP/1.1 200");
    }

    Socket refused = client();
    send(refused, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    assertThat(readToEnd(refused)).startsWith("HTTP/1.1 503").contains("Connection: close");
    refused.close();
    await().until(() -> sockets.open() == SERVED);
    for (int i = SERVED; i < ACCEPTED; i++) {
      client();
    }
    await().until(() -> sockets.open() == ACCEPTED);

    Socket waits = client();
    await().during(Duration.ofMillis(300)).until(() -> sockets.open() == ACCEPTED);
    for (Socket client : clients.subList(0, clients.size() - 1)) {
      client.close();
    }
    await().until(() -> sockets.open() == 1);
    send(waits, "GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    assertThat(readStatus(waits)).isEqualTo("HTTP/1.1 200");
  }
}
