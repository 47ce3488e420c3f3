package io.messageservice.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.client.MessageClient;
import io.messageservice.client.ScheduledClientThread;
import io.messageservice.client.socket.JdkSockets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sender or the receiver of a demo, in a process of its own. Its standard input has the file to
 * write to, its token and the addresses of the nodes, a line each; then orders. It ends where that
 * input ends: with whoever started it.
 */
public final class DemoClient {

  /** What everybody sends to. */
  static final String CONVERSATION = "demo";

  /** What it sends to before it counts. */
  static final String WARM_UP_CONVERSATION = "warm-up";

  /** Printed when it is at work. */
  static final String READY = "ready";

  /** Lets no connection be for a while. */
  static final String CUT = "cut";

  /** Sends nothing new. */
  static final String STOP = "stop";

  /** How long a line is cut. */
  static final Duration CUT_TIME = Duration.ofSeconds(3);

  /** The sender has so many connections, so that the end of each node meets one of them. */
  private static final int CONNECTIONS_OF_SENDER = 3;

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

  private DemoClient() {}

  /** What a client does. */
  interface Role {

    void begin();

    void stop();
  }

  /** What a client is made with. */
  record Environment(
      ScheduledClientThread thread, ClientLog log, List<NodeSockets> lines, String token) {

    /** A client on one of the lines. */
    MessageClient.Builder client(int line) {
      return MessageClient.builder(URI.create("ws://127.0.0.1/"), () -> token)
          .opener(lines.get(line))
          .thread(thread)
          .heartbeat(HEARTBEAT)
          .longestDelay(LONGEST_DELAY);
    }
  }

  /** Sends until its input ends. */
  public static void runSender(InputStream input, Consumer<String> out) throws IOException {
    BufferedReader orders = new BufferedReader(new InputStreamReader(input, UTF_8));
    Environment environment = environment(orders, CONNECTIONS_OF_SENDER);
    Role sender = new DemoSender(environment, out);
    sender.begin();
    follow(orders, sender, environment.lines());
  }

  /** Receives until its input ends. */
  public static void runReceiver(InputStream input, Consumer<String> out) throws IOException {
    BufferedReader orders = new BufferedReader(new InputStreamReader(input, UTF_8));
    Environment environment = environment(orders, 1);
    Role receiver = new DemoReceiver(environment, out);
    receiver.begin();
    follow(orders, receiver, environment.lines());
  }

  private static Environment environment(BufferedReader orders, int connections)
      throws IOException {
    ClientLog log = new ClientLog(Path.of(line(orders)));
    String token = line(orders);
    List<URI> nodes = Stream.of(line(orders).split(" ", -1)).map(URI::create).toList();
    JdkSockets sockets = new JdkSockets();
    List<NodeSockets> lines =
        IntStream.range(0, connections)
            .mapToObj(i -> new NodeSockets(i, nodes, i, sockets, log))
            .toList();
    return new Environment(new ScheduledClientThread("demo-client"), log, lines, token);
  }

  private static String line(BufferedReader orders) throws IOException {
    String line = orders.readLine();
    if (line == null) {
      throw new IOException("the input ends too early");
    }
    return line;
  }

  private static void follow(BufferedReader orders, Role role, List<NodeSockets> lines)
      throws IOException {
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals(CUT)) {
        lines.forEach(line -> line.cut(CUT_TIME));
      } else if (order.equals(STOP)) {
        role.stop();
      }
    }
  }
}
