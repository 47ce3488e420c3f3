package io.messageservice.load;

import static io.messageservice.load.Waiting.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar as a process, with the heap that the figures speak of. Any thread may ask. */
final class LoadNode {

  /** Shared: a client of its own costs threads. */
  static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final Pattern JOINED = Pattern.compile("cluster_joined node=(\\S+)");
  private static final Pattern HEAP = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  private final Path log;
  private final int port = FreePort.next();
  private final int managementPort = FreePort.next();
  private final Process process;

  /**
   * Starts it in a cluster; returns before it serves.
   *
   * @param log the file for what it prints
   */
  LoadNode(Path jar, Path log, int redisPort) throws IOException {
    this(jar, log, 256, Map.of("REDIS_URL", "redis://127.0.0.1:" + redisPort));
  }

  /**
   * Starts it; returns before it serves.
   *
   * @param log the file for what it prints
   * @param heapMib the largest heap
   * @param settings where it stores, and others
   */
  LoadNode(Path jar, Path log, int heapMib, Map<String, String> settings) throws IOException {
    this.log = log;
    ProcessBuilder builder =
        new ProcessBuilder(
            ofJdk("java"),
            "-XX:+UseParallelGC",
            "-XX:MaxNewSize=96m",
            "-Xmx" + heapMib + "m",
            "-Dxnio.nio.thread-safe-selection-keys=true",
            "-jar",
            jar.toString(),
            "serve");
    builder.environment().putAll(settings());
    builder.environment().putAll(settings);
    builder.environment().putIfAbsent("PRESENCE_AUDIENCE", "contacts");
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static String ofJdk(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  private Map<String, String> settings() {
    return Map.of(
        "PORT",
        Integer.toString(port),
        "HOST",
        "127.0.0.1",
        "MANAGEMENT_PORT",
        Integer.toString(managementPort),
        "JWT_SECRET",
        LoadToken.SECRET,
        "RATE_LIMIT",
        "off");
  }

  void awaitReady() {
    await("a node to be ready", this::isAliveAndReady);
  }

  private boolean isAliveAndReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("it does not start:\n" + output());
    }
    return isReady();
  }

  /** What its management port answers; no where it does not. */
  boolean isReady() {
    URI address = URI.create("http://127.0.0.1:" + managementPort + "/health/ready");
    HttpRequest request = HttpRequest.newBuilder(address).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException refused) {
      return false;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Where clients connect. */
  URI address() {
    return URI.create("ws://127.0.0.1:" + port + "/");
  }

  /** As the others know it, once it is ready. */
  String name() {
    Matcher joined = JOINED.matcher(output());
    Figures.require(joined.find(), "it does not print its name");
    return joined.group(1);
  }

  /** All that it wrote to its standard output and error. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Of a processor, that it had so far. */
  double cpuSeconds() {
    return Figures.processorSeconds(process);
  }

  /** Of live objects, after a full collection. */
  long heapBytes() throws IOException {
    histogram();
    Matcher total = HEAP.matcher(histogram());
    Figures.require(total.find(), "jcmd does not show the heap");
    return Long.parseLong(total.group(1));
  }

  private String histogram() throws IOException {
    Process jcmd =
        new ProcessBuilder(ofJdk("jcmd"), Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), UTF_8);
  }

  /** SIGKILL; returns before it has ended. */
  void kill() {
    process.destroyForcibly();
  }

  void awaitEnd() {
    process.onExit().join();
  }
}
