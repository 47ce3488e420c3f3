package io.messageservice.kill;

import static io.messageservice.application.waiting.Patience.PATIENCE;

import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The service as a process that is killed and started again on the same folder. */
final class Victim implements AutoCloseable {

  static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private static final Pattern STARTED = Pattern.compile(" started port=(\\d+) ");

  /** So much of its log stands in a report. */
  private static final int LOGGED_LINES = 20;

  private final Plan plan;
  private final Path folder;
  private int port;
  private @Nullable Process process;

  Victim(Plan plan, Path folder) {
    this.plan = plan;
    this.folder = folder;
  }

  Path data() {
    return folder.resolve("data");
  }

  Path output() {
    return folder.resolve("output.txt");
  }

  URI socket(String user) {
    return URI.create("ws://127.0.0.1:" + port + "/?token=" + Tokens.of(user));
  }

  /** Starts it; returns before it serves. */
  Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                plan.jar().toAbsolutePath().toString(),
                "serve"));
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG"));
    builder.environment().putAll(settings());
    builder.redirectErrorStream(true);
    builder.redirectOutput(output().toFile());
    Process started = builder.start();
    process = started;
    return started;
  }

  private Map<String, String> settings() {
    return Map.of(
        "PORT", "0",
        "MANAGEMENT_PORT", "0",
        "HOST", "127.0.0.1",
        "JWT_SECRET", Tokens.SECRET,
        "DATA_DIR", data().toString(),
        "SYNC", plan.sync(),
        "RATE_LIMIT", "off");
  }

  /** Starts it and waits until it serves. */
  Process serve() throws IOException, InterruptedException {
    Process started = start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (started.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
        throw new IllegalStateException("it does not start:\n" + Files.readString(output()));
      }
    }
    return started;
  }

  /** It says where it serves as soon as it does. */
  private boolean isReady() throws IOException {
    Matcher started = STARTED.matcher(Files.readString(output()));
    if (started.find()) {
      port = Integer.parseInt(started.group(1));
      return true;
    }
    return false;
  }

  /** Whether it runs, and what it logged last: for a report. */
  String condition() throws IOException {
    Process last = process;
    String state =
        last == null
            ? "was not started"
            : last.isAlive() ? "runs" : "ended with exit code " + last.exitValue();
    List<String> lines = Files.exists(output()) ? Files.readAllLines(output()) : List.of();
    List<String> tail = lines.subList(Math.max(0, lines.size() - LOGGED_LINES), lines.size());
    return state + " and logged last:\n" + String.join("\n", tail);
  }

  /** SIGKILL. */
  static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM; the exit code. */
  static int stop(Process process) throws InterruptedException {
    process.destroy();
    return process.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
