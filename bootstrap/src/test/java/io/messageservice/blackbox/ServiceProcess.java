package io.messageservice.blackbox;

import static io.messageservice.application.waiting.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.Ports;
import io.messageservice.application.waiting.Patience;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jar as a process of its own, on free ports and a data folder that outlives it. */
public final class ServiceProcess implements AutoCloseable {

  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();
  private final Path output;
  private @Nullable Process process;

  /** The other nodes, where it is one of several. */
  private List<ServiceProcess> others = List.of();

  private int clients;

  /** What the command line of the jar begins with. */
  private List<String> launcher = List.of();

  private List<String> options = List.of();

  /** Where it is to write which classes it loaded; null where it uses what another wrote. */
  private @Nullable Path archive;

  private String command = "serve";
  private boolean unread;

  private ServiceProcess(Map<String, String> overrides) {
    try {
      folder = Files.createTempDirectory("message-service-it");
      output = Files.createFile(folder.resolve("output.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings.put("PORT", Integer.toString(Ports.next()));
    settings.put("HOST", "127.0.0.1");
    settings.put("MANAGEMENT_PORT", Integer.toString(Ports.next()));
    settings.put("JWT_SECRET", Tokens.SECRET);
    settings.put("DATA_DIR", folder.resolve("data").toString());
    settings.putAll(overrides);
  }

  /** Not started yet; the settings are environment variables. */
  public static ServiceProcess with(Map<String, String> settings) {
    return new ServiceProcess(settings);
  }

  /** Started and ready; the first of two nodes where the suite runs so. */
  public static ServiceProcess ready(Map<String, String> settings) {
    Map<String, String> stored = PostgresMode.with(settings);
    Map<String, String> all = ClusterMode.isOn() ? ClusterMode.together(stored) : stored;
    ServiceProcess service = new ServiceProcess(all);
    if (ClusterMode.isOn()) {
      service.others = List.of(new ServiceProcess(all));
    }
    service.nodes().forEach(ServiceProcess::start);
    service.nodes().forEach(ServiceProcess::awaitReady);
    return service;
  }

  /** This node and the others. */
  public List<ServiceProcess> nodes() {
    return Stream.concat(Stream.of(this), others.stream()).toList();
  }

  /** The node for the next client: each in turn. */
  public ServiceProcess next() {
    return nodes().get(clients++ % (others.size() + 1));
  }

  public String setting(String name) {
    return Objects.requireNonNull(settings.get(name), name);
  }

  public boolean isSet(String name) {
    return settings.containsKey(name);
  }

  /** Leaves out what the suite sets; to be called before the start. */
  public void unset(String name) {
    settings.remove(name);
  }

  /** The process may open no more descriptors than this; to be called before the start. */
  public ServiceProcess withDescriptors(int count) {
    return startedBy("ulimit -n " + count + "; exec \"$@\"");
  }

  /** A shell runs the script, to which the command line is given; to be called before the start. */
  public ServiceProcess startedBy(String script) {
    launcher = List.of("sh", "-c", script, "sh");
    return this;
  }

  /** The heap of the process, as {@code -Xmx} takes it; to be called before the start. */
  public ServiceProcess withHeap(String size) {
    options = List.of("-Xmx" + size, "-XX:+ExitOnOutOfMemoryError");
    return this;
  }

  /** When it ends it writes there which classes it loaded; to be called before the start. */
  public ServiceProcess archivingClasses(Path file) {
    archive = file;
    return this;
  }

  /** Run by this command of the jar, not by {@code serve}; to be called before the start. */
  public ServiceProcess as(String name) {
    command = name;
    return this;
  }

  /** As {@code nohup} starts it; to be called before the start. */
  public ServiceProcess withHangUpsIgnored() {
    launcher = List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh");
    return this;
  }

  /**
   * Whether the process has this signal ignored since its start, for whoever runs the tests has.
   */
  public boolean ignores(int signal) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
      String mask = lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
      return new BigInteger(mask.substring(7).strip(), 16).testBit(signal - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What it writes goes into a pipe that is full and that nobody reads, but for {@link #readPipe};
   * to be called before the start.
   */
  public ServiceProcess withFullPipe() {
    launcher = List.of("sh", "-c", "timeout 1 cat /dev/zero; exec \"$@\"", "sh");
    unread = true;
    return this;
  }

  /** Takes what is in the pipe until it holds this text. */
  public String readPipe(String until) {
    StringBuilder text = new StringBuilder();
    byte[] some = new byte[8192];
    try {
      while (text.indexOf(until) < 0) {
        int count = process().getInputStream().read(some);
        if (count < 0) {
          throw new AssertionError("no " + until + " in: " + text);
        }
        text.append(new String(some, 0, count, StandardCharsets.UTF_8).replace("\0", ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Runs the jar; returns before it serves. */
  public void start() {
    ProcessBuilder builder = jarWith(launcher, command);
    if (!unread) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    }
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The JDK of services: that of the tests, unless {@code message-service.java.home} says another.
   */
  static Path javaHome() {
    return Path.of(
        System.getProperty("message-service.java.home", System.getProperty("java.home")));
  }

  private ProcessBuilder jarWith(List<String> before, String... arguments) {
    List<String> words = new ArrayList<>(before);
    words.addAll(
        List.of(
            javaHome().resolve("bin/java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            archive == null
                ? "-XX:SharedArchiveFile=" + ClassArchive.file()
                : "-XX:ArchiveClassesAtExit=" + archive));
    words.addAll(SqliteLibrary.options());
    words.addAll(options);
    words.addAll(List.of("-jar", jar().toString()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG"));
    builder.environment().putAll(settings);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    return builder;
  }

  /** Runs another command of the jar with the same settings, to its end. */
  public Ran run(String... arguments) {
    try {
      Process ran = jarWith(List.of(), arguments).start();
      String output = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(ran.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What came of a command that has ended. */
  public record Ran(int exitCode, String output) {}

  public void awaitReady() {
    try {
      Patience.await()
          .failFast("the process has ended", () -> !process().isAlive())
          .until(() -> isReady());
    } catch (RuntimeException | AssertionError e) {
      String said = output();
      close();
      throw new AssertionError("the service did not become ready:\n" + said, e);
    }
  }

  private boolean isReady() {
    try {
      return ask(managementPort(), "/health/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  public HttpResponse<String> get(String path) throws IOException {
    return ask(port(), path);
  }

  /** What the management port says of readiness. */
  public int readiness() {
    try {
      return ask(Integer.parseInt(setting("MANAGEMENT_PORT")), "/health/ready").statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the management port says that a stop has begun. */
  public boolean isDraining() {
    try {
      HttpResponse<String> ready = ask(managementPort(), "/health/ready");
      return ready.statusCode() == 503 && ready.body().contains("\"missing\":[\"draining\"]");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the management port. */
  public HttpResponse<String> manage(String path, String accept) throws IOException {
    return ask(managementPort(), path, "Accept", accept);
  }

  /** Every series of the metrics by name and labels, as they stand in the text format. */
  public Map<String, Double> metrics() {
    try {
      return manage("/metrics", "text/plain")
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.lastIndexOf(' ')),
                  line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns once nothing is held in memory for clients; to be called when they are gone. */
  public void awaitNothingHeld() {
    Patience.await()
        .untilAsserted(
            () ->
                assertThat(metrics().entrySet())
                    .filteredOn(each -> each.getKey().startsWith("message_service_memory_bytes{"))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.getValue()).as(each.getKey()).isZero()));
  }

  private static HttpResponse<String> ask(int port, String path, String... headers)
      throws IOException {
    URI address = URI.create("http://127.0.0.1:" + port + path);
    HttpRequest.Builder builder = HttpRequest.newBuilder(address).timeout(PATIENCE);
    HttpRequest request = (headers.length == 0 ? builder : builder.headers(headers)).build();
    try {
      return Client.HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public int port() {
    return Integer.parseInt(setting("PORT"));
  }

  public int managementPort() {
    return Integer.parseInt(setting("MANAGEMENT_PORT"));
  }

  /** Where the next client connects. */
  public URI address(String pathAndQuery) {
    return next().own(pathAndQuery);
  }

  /** Where a client connects to this very node. */
  public URI own(String pathAndQuery) {
    return URI.create("ws://127.0.0.1:" + port() + pathAndQuery);
  }

  public long pid() {
    return process().pid();
  }

  /** SIGTERM. */
  public void terminate() {
    process().destroy();
  }

  public Path data() {
    return Path.of(setting("DATA_DIR"));
  }

  /** SIGKILL, and waits until the process is gone. */
  public void kill() {
    process().destroyForcibly();
    exitCode();
  }

  /** Stops it as SIGSTOP does: it does nothing, and its connections stay open. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it run on as SIGCONT does. */
  public void resume() {
    signal("CONT");
  }

  /** Sends it the signal SIG{@code name}. */
  public void signal(String name) {
    try {
      Process sent = new ProcessBuilder("kill", "-s", name, Long.toString(pid())).start();
      if (sent.waitFor() != 0) {
        throw new AssertionError("cannot send SIG" + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the end of the process. */
  public int exitCode() {
    try {
      if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process().destroyForcibly();
        throw new AssertionError("the process does not end:\n" + output());
      }
      return process().exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Begins again on the same ports and data. */
  public void restart() {
    start();
    awaitReady();
  }

  /** All that the process wrote to its standard output and error; nothing once this is closed. */
  public String output() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      kill();
    }
    delete(folder.toFile());
    others.forEach(ServiceProcess::close);
  }

  private static void delete(File file) {
    File[] children = file.listFiles();
    if (children != null) {
      for (File child : children) {
        delete(child);
      }
    }
    boolean ignored = file.delete();
  }

  private Process process() {
    return Objects.requireNonNull(process, "not started");
  }

  public static Path jar() {
    Path jar =
        Path.of(System.getProperty("message-service.jar", "target/message-service.jar"))
            .toAbsolutePath();
    if (!Files.exists(jar)) {
      throw new AssertionError("no jar to test: " + jar);
    }
    return jar;
  }
}
