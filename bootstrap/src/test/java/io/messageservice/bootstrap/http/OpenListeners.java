package io.messageservice.bootstrap.http;

import static io.messageservice.application.waiting.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sse.SseAdapter;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.waiting.Patience;
import io.messageservice.bootstrap.start.StartProblem;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xnio.StreamConnection;
import org.xnio.channels.StreamSinkChannel;

/** Listeners with times that no test waits for, unless it asks, and clients over real sockets. */
abstract class OpenListeners {

  static final int SERVED = 4;
  static final int ACCEPTED = 6;

  /** A few requests of 8 KiB for each I/O thread. */
  static final long MEMORY_BYTES = (128L << 10) * Runtime.getRuntime().availableProcessors();

  /** So many sockets that each I/O thread gets some. */
  static final int ENOUGH_FOR_ALL_THREADS = 200;

  /** More than fit. */
  static final int MANY = 64 * Runtime.getRuntime().availableProcessors();

  static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
  static final String UPGRADE =
      "GET /upgrade HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\n\r\n";
  static final String LARGE_BEGINNING = "GET /" + "x".repeat(8_000) + " HTTP/1.1\r\nHost: h";

  static final Duration LONG = Duration.ofMinutes(5);

  final List<Socket> clients = new ArrayList<>();
  final List<StreamConnection> upgraded = new CopyOnWriteArrayList<>();
  final AtomicInteger asked = new AtomicInteger();
  final List<Integer> refusals = new CopyOnWriteArrayList<>();
  final MemoryBudget budget = new MemoryBudget(8 * MEMORY_BYTES);
  final Sockets sockets = sockets(new SocketLimits(SERVED, ACCEPTED));

  @SuppressWarnings("NullAway.Init")
  Listeners listeners;

  int port;

  @BeforeEach
  void start() throws IOException, StartProblem {
    start(new HttpTimes(LONG, LONG, LONG));
  }

  final void start(HttpTimes times) throws IOException, StartProblem {
    listeners = Listeners.start(times);
    port = open(0);
  }

  final Sockets sockets(SocketLimits limits) {
    return new Sockets(
        limits,
        budget,
        MEMORY_BYTES,
        new HttpEvents() {
          @Override
          public void requestRefused(int status) {
            refusals.add(status);
          }
        });
  }

  final int open(int asked) throws StartProblem {
    return open(asked, sockets);
  }

  final int open(int asked, Sockets sockets) throws StartProblem {
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

  final void closeClients() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  final void answer(HttpServerExchange exchange) throws Exception {
    asked.incrementAndGet();
    switch (exchange.getRequestPath()) {
      case "/upgrade" -> {
        exchange.upgradeChannel("other", (channel, ended) -> upgraded.add(channel));
        exchange.endExchange();
      }
      case "/stream" -> HttpModule.streaming(this::stream).handleRequest(exchange);
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

  /** An answer that has begun, and goes on for ever. */
  private void stream(HttpServerExchange exchange) {
    exchange.getAttachment(SseAdapter.STREAM).begin();
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> {
          StreamSinkChannel channel = exchange.getResponseChannel();
          try {
            channel.write(ByteBuffer.wrap(new byte[] {':'}));
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        });
  }

  final Socket client() throws IOException {
    Socket socket = new Socket();
    clients.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(Patience.MILLIS);
    return socket;
  }

  static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** All that comes until the server ends the connection, in whatever way. */
  static String readToEnd(Socket client) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      client.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      // an end as well
    }
    return all.toString(ISO_8859_1);
  }

  static String readStatus(Socket client) throws IOException {
    return new String(client.getInputStream().readNBytes(12), ISO_8859_1);
  }

  final void restart(HttpTimes times) throws IOException, StartProblem {
    listeners.close();
    start(times);
  }

  final void upgrade() throws IOException {
    Socket client = client();
    int before = upgraded.size();
    send(client, UPGRADE);
    assertThat(readStatus(client)).isEqualTo("HTTP/1.1 101");
    await().until(() -> upgraded.size() == before + 1);
  }

  final Sockets withRoom() throws StartProblem {
    Sockets roomy =
        new Sockets(new SocketLimits(10, 10), MemoryBudget.unlimited(), 1L << 30, HttpEvents.NONE);
    port = open(0, roomy);
    return roomy;
  }
}
