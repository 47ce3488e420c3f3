package io.messageservice.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.adapter.jwt.TokenIssuer;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of one demo: a Redis and three nodes on it, or where no {@code redis-server} is
 * found one node with a database of its own; a sender and a receiver. All of it lies in a folder of
 * its own, listens on loopback and has keys that were made for it. One thread.
 */
final class DemoCluster {

  private static final int NODES = 3;
  private static final Duration NODE_RESTART = Duration.ofSeconds(5);
  private static final Duration REDIS_RESTART = Duration.ofSeconds(4);
  private static final Duration TOKENS_LIVE = Duration.ofHours(2);
  private static final int KEY_BYTES = 32;

  /**
   * Redis knows nothing of its parent: a shell kills it when its own standard input ends. Ctrl-C
   * reaches all processes of a terminal; the shell has to outlive it until then.
   */
  private static final String REDIS_UNTIL_INPUT_ENDS =
      """
      trap '' INT TERM HUP
      exec 3<&0
      "$1" "$2" 3<&- </dev/null &
      redis=$!
      (read -r end <&3; kill -9 $redis) &
      exec 3<&-
      wait $redis
      kill -9 $! 2>/dev/null
      """;

  /** Options of this JVM that the nodes need as well. */
  private static final List<String> SHARED_OPTIONS =
      List.of(
          "--enable-native-access",
          "--sun-misc-unsafe-memory-access",
          "-XX:SharedArchiveFile",
          "-Dfile.encoding",
          "-Dorg.sqlite",
          "-Dxnio");

  private final Path folder;
  private final Optional<DemoPart> redis;
  private final List<DemoPart> nodes = new ArrayList<>();
  private final DemoPart receiver;
  private final DemoPart sender;

  /** Starts nothing yet. */
  DemoCluster(Optional<Path> redisServer) throws IOException {
    folder = Files.createTempDirectory("message-service-demo");
    String key = random();
    String password = random();
    List<Integer> ports = freePorts(NODES + 1);
    redis =
        redisServer.isPresent()
            ? Optional.of(redis(redisServer.get(), ports.get(NODES), password))
            : Optional.empty();
    Map<String, String> storage =
        redis.isPresent()
            ? Map.of("REDIS_URL", "redis://:" + password + "@127.0.0.1:" + ports.get(NODES))
            : Map.of("DATA_DIR", folder.resolve("data").toString());
    List<Integer> serving = ports.subList(0, redis.isPresent() ? NODES : 1);
    for (int port : serving) {
      nodes.add(node(nodes.size() + 1, port, key, storage));
    }
    String addresses =
        serving.stream()
            .map(port -> "ws://127.0.0.1:" + port + "/")
            .collect(Collectors.joining(" "));
    receiver = client("receiver", key, addresses, nodes);
    sender = client("sender", key, addresses, List.of(receiver));
  }

  /** The {@code redis-server} of the PATH, where there is one and a shell to watch it. */
  static Optional<Path> findRedis(String path) {
    return File.separatorChar == '/'
        ? Stream.of(path.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry, "redis-server"))
            .filter(Files::isExecutable)
            .findFirst()
        : Optional.empty();
  }

  private static String random() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        taken.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return taken.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
  }

  /** It answers nothing before it is on its disk: what the documents recommend. */
  private DemoPart redis(Path program, int port, String password) throws IOException {
    Path settings = folder.resolve("redis.conf");
    Files.writeString(
        settings,
        """
        bind 127.0.0.1
        port %d
        requirepass %s
        dir "%s"
        save ""
        appendonly yes
        appendfsync always
        maxmemory-policy noeviction
        daemonize no
        """
            .formatted(port, password, folder));
    DemoCommand command =
        new DemoCommand(
            List.of(
                "/bin/sh",
                "-c",
                REDIS_UNTIL_INPUT_ENDS,
                "demo-redis",
                program.toString(),
                settings.toString()),
            Map.of(),
            folder.resolve("redis.txt"),
            "Ready to accept connections",
            List.of(),
            true,
            REDIS_RESTART);
    return new DemoPart("Redis", command, () -> true);
  }

  private DemoPart node(int number, int port, String key, Map<String, String> storage) {
    Map<String, String> variables = new TreeMap<>(storage);
    variables.put("PORT", Integer.toString(port));
    variables.put("HOST", "127.0.0.1");
    variables.put("MANAGEMENT_PORT", "0");
    variables.put("JWT_SECRET", key);
    variables.put("RATE_LIMIT", "off");
    DemoCommand command =
        new DemoCommand(
            ofJar("128m", "node"),
            variables,
            folder.resolve("node" + number + ".txt"),
            " started port=",
            List.of(),
            false,
            NODE_RESTART);
    return new DemoPart("Node " + number, command, () -> redis.map(DemoPart::isUp).orElse(true));
  }

  private DemoPart client(String role, String key, String addresses, List<DemoPart> before) {
    String token =
        new TokenIssuer(key.getBytes(UTF_8), InstantSource.system())
            .issue("demo-" + role, Optional.empty(), TOKENS_LIVE);
    DemoCommand command =
        new DemoCommand(
            ofJar("64m", role),
            Map.of(),
            folder.resolve(role + ".txt"),
            DemoClient.READY,
            List.of(log(role).toString(), token, addresses),
            false,
            Duration.ofDays(1));
    return new DemoPart("The " + role, command, () -> before.stream().allMatch(DemoPart::isUp));
  }

  /** The jar again, as another process: small, and started as fast as can be. */
  private static List<String> ofJar(String heap, String role) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xmx" + heap));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> SHARED_OPTIONS.stream().anyMatch(option::startsWith))
        .forEach(words::add);
    words.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.messageservice.bootstrap.Main",
            "demo-part",
            role));
    return words;
  }

  Path folder() {
    return folder;
  }

  /** What the sender or the receiver writes down. */
  Path log(String role) {
    return folder.resolve(role + ".log");
  }

  Optional<DemoPart> redis() {
    return redis;
  }

  List<DemoPart> nodes() {
    return nodes;
  }

  DemoPart sender() {
    return sender;
  }

  DemoPart receiver() {
    return receiver;
  }

  /** In the order in which they start. */
  List<DemoPart> parts() {
    return Stream.of(redis.stream(), nodes.stream(), Stream.of(receiver, sender))
        .flatMap(some -> some)
        .toList();
  }

  void look(long nowNanos) throws IOException {
    for (DemoPart part : parts()) {
      part.look(nowNanos);
    }
  }

  /** Ends all processes, and deletes what they have written unless it is to be kept. */
  void end(boolean keep) {
    try {
      parts().forEach(DemoPart::beginEnd);
      for (DemoPart part : parts()) {
        part.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!keep) {
      delete();
    }
  }

  /** What cannot be deleted is left to the operating system. */
  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        boolean unused = Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return;
    }
  }
}
