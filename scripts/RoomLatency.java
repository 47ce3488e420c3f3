import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a room of a thousand connections notices of others: of one in it that does not read
 * (`stalled`), or of a hundred that come back elsewhere and are told ten thousand messages each
 * (`replays`). Runs with and without them take turns; see the scripts that start this.
 */
final class RoomLatency {

  private static final int CONNECTIONS = 1_000;
  /** While a run is measured, and before it, when what stalls is to fill up. */
  private static final int MESSAGES_A_SECOND = 5;

  private static final int MESSAGES_A_SECOND_BEFORE = 20;
  private static final int CONTENT_BYTES = 4_000;
  private static final int STALLED_BUFFER_BYTES = 4_096;
  private static final int REPLAYING = 100;
  private static final int REPLAYED = 10_000;
  private static final String SECRET = "only-for-the-measurement-of-latency";
  private static final Pattern STARTED = Pattern.compile(" started port=(\\d+) ");
  private static final byte[] CONTENT = "\"content\":\"".getBytes(US_ASCII);

  private final int port;
  private final Selector selector;
  private final boolean replays;
  private final List<Reader> readers = new ArrayList<>();
  private final AtomicInteger replayed = new AtomicInteger();
  private volatile boolean replaying;

  /** Latencies of the run, in nanoseconds. Only the reading thread. */
  private final long[] latencies = new long[4_000_000];

  private int measured;

  private RoomLatency(int port, boolean replays) throws IOException {
    this.port = port;
    this.replays = replays;
    this.selector = Selector.open();
  }

  public static void main(String[] args) throws Exception {
    int pairs = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    boolean replays = args[3].equals("replays");
    Path folder = Files.createTempDirectory("room-latency");
    Path log = folder.resolve("log");
    Process service = start(Path.of(args[0]), folder, log, replays ? "sqlite" : "memory");
    try {
      new RoomLatency(portOnceStarted(service, log), replays).measure(pairs, seconds);
    } finally {
      service.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path jar, Path folder, Path log, String store)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("java", "-Xmx512m", "-jar", jar.toAbsolutePath().toString(), "serve");
    builder.environment().put("PORT", "0");
    builder.environment().put("HOST", "127.0.0.1");
    builder.environment().put("MANAGEMENT_PORT", "0");
    builder.environment().put("JWT_SECRET", SECRET);
    builder.environment().put("STORE", store);
    builder.environment().put("DATA_DIR", folder.toString());
    builder.environment().put("RATE_LIMIT", "off");
    builder.environment().put("PRESENCE_AUDIENCE", "contacts");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** It says where it serves as soon as it does. */
  private static int portOnceStarted(Process process, Path log) throws Exception {
    while (true) {
      boolean alive = process.isAlive();
      Matcher started = STARTED.matcher(Files.readString(log));
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
      if (!alive) {
        throw new IllegalStateException("it does not start:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private void measure(int pairs, int seconds) throws Exception {
    for (int i = 1; i < CONNECTIONS; i++) {
      readers.add(new Reader(i, 0));
    }
    if (replays) {
      fill();
    }
    run(10, "warming up");
    double[] ratios = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      boolean disturbedFirst = pair % 2 == 1;
      double first = one(disturbedFirst, seconds);
      double second = one(!disturbedFirst, seconds);
      ratios[pair] = disturbedFirst ? first / second : second / first;
      System.out.printf(Locale.ROOT, "pair %d: p99 with / without = %.3f%n", pair, ratios[pair]);
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "ratio of the p99: median %.3f, least %.3f, most %.3f%n",
        (ratios[(pairs - 1) / 2] + ratios[pairs / 2]) / 2,
        ratios[0],
        ratios[pairs - 1]);
  }

  private double one(boolean disturbed, int seconds) throws Exception {
    return replays ? withReplays(disturbed, seconds) : withStalled(disturbed, seconds);
  }

  /** Connections that are told all of another conversation, again and again, while it is measured. */
  private double withReplays(boolean disturbed, int seconds) throws Exception {
    replaying = disturbed;
    replayed.set(0);
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; disturbed && i < REPLAYING; i++) {
      int number = CONNECTIONS + i;
      clients.add(new Thread(() -> replayOn(number), "replaying"));
    }
    clients.forEach(Thread::start);
    double p99 = run(seconds, disturbed ? "replays" : "no replays");
    replaying = false;
    for (Thread client : clients) {
      client.join();
    }
    if (disturbed) {
      System.out.printf("%d messages were replayed meanwhile%n", replayed.get());
    }
    return p99;
  }

  private void replayOn(int number) {
    while (replaying) {
      try (Visitor visitor = new Visitor(number)) {
        visitor.send(
            "{\"event\":\"joinConversation\",\"payload\":{\"conversationId\":\"old\",\"afterSeq\":0}}");
        for (int i = 0; i <= REPLAYED && replaying; i++) {
          visitor.skipFrame();
          replayed.incrementAndGet();
        }
      } catch (IOException broken) {
        throw new IllegalStateException(broken);
      }
    }
  }

  private void fill() throws IOException {
    try (Visitor visitor = new Visitor(0)) {
      String text = "x".repeat(100);
      for (int i = 0; i < REPLAYED; i++) {
        visitor.send(
            "{\"event\":\"sendMessage\",\"payload\":{\"conversationId\":\"old\",\"content\":\""
                + text
                + "\"}}");
        if (i >= 256) {
          visitor.skipFrame();
        }
      }
      for (int i = 0; i < 256; i++) {
        visitor.skipFrame();
      }
    }
  }

  /** A thousandth connection that reads, or does not; its backlog has built up before the run. */
  private double withStalled(boolean stalled, int seconds) throws Exception {
    Reader last = new Reader(0, stalled ? STALLED_BUFFER_BYTES : 0);
    if (stalled) {
      last.key.interestOps(0);
    } else {
      readers.add(last);
    }
    run(6, "");
    double p99 = run(seconds, stalled ? "one stalled" : "all reading");
    readers.remove(last);
    last.channel.close();
    return p99;
  }

  /** Returns the p99 in milliseconds. */
  private double run(int seconds, String name) throws Exception {
    measured = 0;
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    Thread sender = new Thread(() -> send(begin, end, name.isEmpty()), "sender");
    sender.start();
    while (System.nanoTime() < end || sender.isAlive()) {
      readReady(50);
    }
    while (readReady(200)) {
      // what is still under way
    }
    Arrays.sort(latencies, 0, measured);
    double p99 = millis(0.99);
    if (!name.isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "%-12s deliveries=%d p50=%.2f ms p99=%.2f ms max=%.2f ms%n",
          name,
          measured,
          millis(0.5),
          p99,
          millis(1));
    }
    return p99;
  }

  private double millis(double share) {
    return measured == 0 ? 0 : latencies[(int) Math.min(measured - 1, share * measured)] / 1e6;
  }

  private void send(long begin, long end, boolean before) {
    int rate = before ? MESSAGES_A_SECOND_BEFORE : MESSAGES_A_SECOND;
    long step = TimeUnit.SECONDS.toNanos(1) / rate;
    String padding = "x".repeat(CONTENT_BYTES);
    try {
      for (long at = begin; at < end; at += step) {
        while (System.nanoTime() < at) {
          LockSupport.parkNanos(at - System.nanoTime());
        }
        readers
            .get(0)
            .send(
                "{\"event\":\"sendMessage\",\"payload\":{\"conversationId\":\"room\",\"content\":\""
                    + System.nanoTime()
                    + " "
                    + padding
                    + "\"}}");
      }
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private boolean readReady(int millis) throws IOException {
    selector.select(millis);
    boolean some = false;
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid() && key.isReadable()) {
        some = true;
        ((Reader) key.attachment()).read();
      }
    }
    selector.selectedKeys().clear();
    return some;
  }

  /** One connection that is in the room. */
  private final class Reader {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(256 << 10);
    private final boolean sender;

    Reader(int number, int receiveBufferBytes) throws IOException {
      sender = number == 1;
      channel = SocketChannel.open();
      if (receiveBufferBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      }
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      shakeHands(number);
      send("{\"event\":\"joinConversation\",\"payload\":{\"conversationId\":\"room\"}}");
      awaitText("\"success\":true");
      in.clear();
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void shakeHands(int number) throws IOException {
      channel.write(ByteBuffer.wrap(upgrade(number)));
      awaitText("\r\n\r\n");
      in.clear();
    }

    private void awaitText(String text) throws IOException {
      while (!new String(in.array(), 0, in.position(), UTF_8).contains(text)) {
        if (channel.read(in) < 0) {
          throw new IOException("closed");
        }
      }
    }

    void send(String text) throws IOException {
      ByteBuffer out = ByteBuffer.wrap(frame(text));
      while (out.hasRemaining()) {
        channel.write(out);
      }
    }

    void read() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("a reader was closed");
      }
      long now = System.nanoTime();
      in.flip();
      while (in.remaining() >= 4) {
        int second = in.get(in.position() + 1);
        int header = second < 126 ? 2 : 4;
        int length = second < 126 ? second : in.getShort(in.position() + 2) & 0xFFFF;
        if (in.remaining() < header + length) {
          break;
        }
        if (!sender && (in.get(in.position()) & 0x0F) == 1) {
          note(in.position() + header, length, now);
        } else if ((in.get(in.position()) & 0x0F) == 9) {
          channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0}));
        }
        in.position(in.position() + header + length);
      }
      in.compact();
    }

    private void note(int from, int length, long now) {
      byte[] bytes = in.array();
      for (int at = from; at < from + length - CONTENT.length; at++) {
        if (Arrays.equals(bytes, at, at + CONTENT.length, CONTENT, 0, CONTENT.length)) {
          long sent = 0;
          for (int i = at + CONTENT.length; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            sent = 10 * sent + bytes[i] - '0';
          }
          latencies[measured++] = now - sent;
          return;
        }
      }
    }
  }

  /** A connection that is read by a thread of its own. */
  private final class Visitor implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    Visitor(int number) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
      socket.getOutputStream().write(upgrade(number));
      int ends = 0;
      while (ends < 4) { // CR LF CR LF
        int next = in.readUnsignedByte();
        ends = next == '\r' || next == '\n' ? ends + 1 : 0;
      }
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(frame(text));
    }

    void skipFrame() throws IOException {
      in.readUnsignedByte();
      int length = in.readUnsignedByte();
      in.skipNBytes(length < 126 ? length : in.readUnsignedShort());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static byte[] upgrade(int number) {
    String request =
        "GET /?token="
            + token("user" + number)
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    return request.getBytes(US_ASCII);
  }

  private static byte[] frame(String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static String token(String user) {
    try {
      String body =
          base64("{\"alg\":\"HS256\"}") + "." + base64("{\"sub\":\"" + user + "\"}");
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(body.getBytes(UTF_8));
      return body + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (java.security.GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
