package io.messageservice.application.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Answers requests over HTTP as nobody should: with anything, with broken and wrong JSON, with too
 * much, without an end, or not at all. Any thread may call.
 */
public final class HostileServer implements AutoCloseable {

  /** What an answer is made of. */
  public enum Answer {
    RANDOM_BYTES,
    RANDOM_HEAD,
    RANDOM_BODY,
    BROKEN_JSON,
    WRONG_TYPES,
    DEEP_JSON,
    TOO_SHORT,
    IMPOSSIBLE_LENGTH,
    BROKEN_CHUNKS,
    HUGE_BODY,
    ENDLESS_BODY,
    ENDLESS_HEAD,
    ENDLESS_CONTINUE,
    SILENCE,
    END
  }

  private static final List<String> JSON =
      List.of(
          "{\"action\":\"accept\"}",
          "{\"action\":\"accept\",\"content\":\"changed\",\"metadata\":{\"a\":[1,{\"b\":null}]}}",
          "{\"action\":\"reject\",\"text\":\"not here\"}");

  private static final List<String> WRONG =
      List.of("1", "null", "\"accept\"", "[1,2]", "{}", "true", "1e999", "-0", "\"\\ud800\"");

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final int HUGE = 64 << 20;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong most = new AtomicLong();
  private final Supplier<Answer> next;
  private final Random random;

  /**
   * On a port of its own, on this machine.
   *
   * @param next what comes; one thread at a time asks
   */
  public HostileServer(Supplier<Answer> next, Random random) {
    this.next = next;
    this.random = random;
    try {
      server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How much of one answer was taken at most, in bytes, with what waits in sockets. */
  public long mostBytes() {
    return most.get();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        open.add(socket);
        Answer answer = next.get();
        Random own = new Random(random.nextLong());
        threads.execute(() -> serve(socket, answer, own));
      }
    } catch (IOException closed) {
      // nobody is answered any more
    }
  }

  private void serve(Socket socket, Answer answer, Random own) {
    try (socket) {
      awaitHead(socket.getInputStream());
      write(answer, own, socket.getInputStream(), new Counted(socket.getOutputStream()));
    } catch (IOException gone) {
      // as the other end wants it
    } finally {
      open.remove(socket);
    }
  }

  private static void awaitHead(InputStream in) throws IOException {
    int ends = 0;
    for (int next = 0; next >= 0 && ends < 2; ) {
      next = in.read();
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
    }
  }

  /** Counts what one connection takes. */
  private final class Counted {
    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    void put(byte[] some) throws IOException {
      out.write(some);
      bytes += some.length;
      most.accumulateAndGet(bytes, Math::max);
    }

    void put(String text) throws IOException {
      put(text.getBytes(UTF_8));
    }

    /** Until the other end closes. */
    void repeat(String text) throws IOException {
      byte[] much = text.repeat(1 + (16 << 10) / text.length()).getBytes(UTF_8);
      while (!server.isClosed()) {
        put(much);
      }
    }
  }

  private static void awaitEnd(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // the rest of the request
    }
  }

  private void write(Answer answer, Random own, InputStream in, Counted to) throws IOException {
    switch (answer) {
      case RANDOM_BYTES -> to.put(bytes(own, 2_000));
      case RANDOM_HEAD -> to.put(OK + new String(bytes(own, 500), ISO_8859_1) + "\r\n\r\n");
      case RANDOM_BODY -> body(bytes(own, 2_000), to);
      case BROKEN_JSON -> body(broken(own), to);
      case WRONG_TYPES -> body(wrong(own).getBytes(UTF_8), to);
      case DEEP_JSON -> body("{\"action\":".concat("[".repeat(50_000)).getBytes(UTF_8), to);
      case TOO_SHORT -> to.put(OK + "content-length: 1000\r\n\r\n{\"action\":\"accept\"}");
      case IMPOSSIBLE_LENGTH ->
          to.put(OK + "content-length: " + "9".repeat(1 + own.nextInt(30)) + "\r\n\r\n{}");
      case BROKEN_CHUNKS ->
          to.put(OK + "transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n-1\r\n");
      case HUGE_BODY -> {
        to.put(OK + "content-length: " + HUGE + "\r\n\r\n");
        to.repeat(" ");
      }
      case ENDLESS_BODY -> {
        to.put(OK + "\r\n{\"action\":\"accept\",\"more\":[");
        to.repeat("1,");
      }
      case ENDLESS_HEAD -> {
        to.put(OK);
        to.repeat("x-more: and more\r\n");
      }
      case ENDLESS_CONTINUE -> to.repeat("HTTP/1.1 100 Continue\r\n\r\n");
      case SILENCE -> awaitEnd(in);
      case END -> to.put("");
    }
  }

  private static byte[] bytes(Random own, int most) {
    byte[] bytes = new byte[own.nextInt(most)];
    own.nextBytes(bytes);
    return bytes;
  }

  private static void body(byte[] body, Counted to) throws IOException {
    to.put(OK + "content-length: " + body.length + "\r\n\r\n");
    to.put(body);
  }

  private static byte[] broken(Random own) {
    byte[] json = JSON.get(own.nextInt(JSON.size())).getBytes(UTF_8);
    for (int i = 0; i <= own.nextInt(3); i++) {
      json[own.nextInt(json.length)] = (byte) own.nextInt(256);
    }
    return json;
  }

  private static String wrong(Random own) {
    return "{\"action\":%s,\"content\":%s,\"metadata\":%s,\"text\":%s}"
        .formatted(
            own.nextBoolean() ? "\"accept\"" : wrongValue(own),
            wrongValue(own),
            wrongValue(own),
            wrongValue(own));
  }

  private static String wrongValue(Random own) {
    return WRONG.get(own.nextInt(WRONG.size()));
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
