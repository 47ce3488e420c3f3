package io.messageservice.kill.event;

import static io.messageservice.application.waiting.Patience.PATIENCE;
import static io.messageservice.application.waiting.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.adapter.redis.Ports;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The example of {@code examples/push} on a port of its own. One thread starts and kills it. */
final class PushProcess implements AutoCloseable {

  static final String SECRET =
      "whsec_"
          + Base64.getEncoder()
              .encodeToString("of-tests-only-".repeat(2).getBytes(StandardCharsets.UTF_8));

  private static final List<String> PLACES = List.of("examples", "../examples");
  private static final String PUSH = "push ";
  private static final int BAD_GATEWAY = 502;

  private final int port = Ports.next();
  private final Path output;
  private int starts;
  private @Nullable Process process;

  PushProcess(Path folder) {
    output = folder.resolve("push.txt");
  }

  static boolean isNodeThere() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "node")));
  }

  /** Returns once it receives. */
  void start() {
    Path script =
        PLACES.stream()
            .map(place -> Path.of(place, "push", "push.mjs"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder("node", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().put("SECRET", SECRET);
    builder.environment().put("PORT", Integer.toString(port));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int all = ++starts;
    await()
        .until(() -> lines().stream().filter(line -> line.startsWith("receives")).count() == all);
  }

  /** SIGKILL; returns when it has ended. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Hands it a call; the status of its answer. */
  int pass(String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return Client.HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException gone) {
      return BAD_GATEWAY;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** To whom it showed a text, and with which badge. */
  Map<String, Integer> badges(String text) {
    Map<String, Integer> badges = new TreeMap<>();
    for (String line : lines()) {
      JsonNode push = Json.parse(line.startsWith(PUSH) ? line.substring(PUSH.length()) : "{}");
      if (push.path("text").asText().equals(text)) {
        badges.put(push.get("to").asText(), push.get("badge").asInt());
      }
    }
    return badges;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
