package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.adapter.redis.Ports;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import io.messageservice.blackbox.hook.HookServer;
import io.messageservice.blackbox.operation.TraceReceiver.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces, as the standard variables of OpenTelemetry ask for them. */
final class TracesIT {

  private static final String PARENT = "b7ad6b7169203331";
  private static final String TEXT = "a-word-between-us";
  private static final String USER = "somebody-with-a-name";

  private final TraceReceiver receiver = new TraceReceiver();

  @SuppressWarnings("NullAway.Init")
  private ServiceProcess service;

  @AfterEach
  void stop() {
    service.close();
    receiver.close();
  }

  @Test
  void whatIsSentOverHttpAndOverASocketIsOfTheClientsTrace() throws Exception {
    service = ServiceProcess.with(exportingTo(receiver.address()));
    service.start();
    service.awaitReady();
    String overHttp = "0af7651916cd43dd8448eb211c80319c";
    String overSocket = "1af7651916cd43dd8448eb211c80319d";

    Client client = new Client.Door(service.own("/?token=" + Tokens.of(USER))).open(USER);
    sayIn(overSocket, client);
    assertThat(post("/api/conversations/c/messages", overHttp)).isEqualTo(201);

    String route = "/api/conversations/{conversationId}/messages";
    Received socket = receiver.await(overSocket, "sendMessage");
    Received http = receiver.await(overHttp, "POST " + route);
    assertThat(socket.parent()).isEqualTo(PARENT);
    assertThat(http.parent()).isEqualTo(PARENT);
    for (Received asked : List.of(socket, http)) {
      assertThat(receiver.await(asked.trace(), "commit").parent()).isEqualTo(asked.id());
      assertThat(receiver.await(asked.trace(), "publish").parent()).isEqualTo(asked.id());
    }
    assertThat(receiver.text())
        .contains("message-service")
        .doesNotContain(TEXT, USER, Tokens.of(USER), "/conversations/c/");
    assertThat(service.output()).doesNotContain("opentelemetry");
  }

  @Test
  void whatAHookIsAskedIsOfTheTraceOfTheCommand() {
    try (HookServer hook = new HookServer()) {
      Map<String, String> settings = new HashMap<>(hook.settings());
      settings.putAll(exportingTo(receiver.address()));
      service = ServiceProcess.with(settings);
      service.start();
      service.awaitReady();
      String trace = "5af7651916cd43dd8448eb211c8031a1";
      Client client = new Client.Door(service.own("/?token=" + Tokens.of(USER))).open(USER);

      sayIn(trace, client);

      String span = receiver.await(trace, "sendMessage").id();
      assertThat(hook.parents).containsExactly("00-" + trace + "-" + span + "-01");
    }
  }

  @ParameterizedTest
  @CsvSource({"off", "on"})
  void whatTheBackEndGetsIsOfTheTraceOfTheCommand(String batch) {
    try (HookServer backEnd = new HookServer()) {
      Map<String, String> settings = new HashMap<>(exportingTo(receiver.address()));
      settings.put("WEBHOOK_URL", "http://127.0.0.1:" + backEnd.port() + "/judge");
      settings.put("WEBHOOK_SECRET", HookServer.SECRET);
      settings.put("WEBHOOK_PRIVATE_ADDRESSES", "on");
      settings.put("WEBHOOK_BATCH", batch);
      service = ServiceProcess.with(settings);
      service.start();
      service.awaitReady();
      String trace = "6af7651916cd43dd8448eb211c8031a2";
      Client client = new Client.Door(service.own("/?token=" + Tokens.of(USER))).open(USER);

      sayIn(trace, client);

      String parent = "00-" + trace + "-" + receiver.await(trace, "sendMessage").id() + "-01";
      await().until(() -> created(backEnd).isPresent());
      assertThat(created(backEnd).orElseThrow().get("traceparent").asText()).isEqualTo(parent);
      assertThat(backEnd.parents).contains(batch.equals("on") ? "" : parent);
    }
  }

  private static Optional<JsonNode> created(HookServer backEnd) {
    return backEnd.asked.stream()
        .flatMap(call -> call.has("events") ? stream(call.get("events")) : Stream.of(call))
        .filter(event -> event.get("type").asText().equals("message.created"))
        .findFirst();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static void sayIn(String trace, Client client) {
    client.send(
        Client.command("sendMessage", "conversationId", "c", "content", TEXT)
            .put("traceparent", traceparent(trace)));
    client.expectReply("sendMessage");
  }

  private int post(String path, String trace) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
            .header("Authorization", "Bearer " + Tokens.of(USER))
            .header("Content-Type", "application/json")
            .header("traceparent", traceparent(trace))
            .POST(BodyPublishers.ofString("{\"content\":\"" + TEXT + "\"}"))
            .build();
    return Client.HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String traceparent(String trace) {
    return "00-" + trace + "-" + PARENT + "-01";
  }

  private static Map<String, String> exportingTo(String address) {
    return Map.of(
        "OTEL_TRACES_EXPORTER", "otlp",
        "OTEL_EXPORTER_OTLP_ENDPOINT", address,
        "OTEL_BSP_SCHEDULE_DELAY", "50");
  }

  /** The first export of a process may take longer than an end waits: a full batch comes first. */
  @Test
  void whatIsLeftIsExportedAtTheEnd() {
    service =
        ServiceProcess.with(
            Map.of(
                "OTEL_TRACES_EXPORTER", "otlp",
                "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.address(),
                "OTEL_BSP_SCHEDULE_DELAY", "3600000",
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "100"));
    service.start();
    service.awaitReady();
    Client client = new Client.Door(service.own("/?token=" + Tokens.of(USER))).open(USER);
    String earlier = "4af7651916cd43dd8448eb211c8031a0";
    for (int i = 0; i < 50; i++) { // three spans each
      sayIn(earlier, client);
    }
    receiver.await(earlier, "sendMessage");
    String trace = "2af7651916cd43dd8448eb211c80319e";
    sayIn(trace, client);
    client.close();

    service.terminate();

    assertThat(service.exitCode()).isZero();
    assertThat(receiver.await(trace, "sendMessage").parent()).isEqualTo(PARENT);
  }

  @Test
  void aReceiverThatIsAwayIsAFewLinesInTheLogAndDelaysNothing() {
    service = ServiceProcess.with(exportingTo("http://127.0.0.1:" + Ports.next()));
    service.start();
    service.awaitReady();
    Client client = new Client.Door(service.own("/?token=" + Tokens.of(USER))).open(USER);
    for (int i = 0; i < 100; i++) {
      client.say("c", TEXT);
    }
    await().until(() -> service.output().contains("Failed to export"));
    client.say("c", TEXT);
    client.close();

    service.terminate();

    assertThat(service.exitCode()).isZero();
    List<String> lines = service.output().lines().filter(line -> line.contains("Failed")).toList();
    assertThat(lines).hasSizeLessThan(20).allMatch(line -> line.matches("\\S+Z (WARN|ERROR) .*"));
    assertThat(service.output()).doesNotContain(TEXT, USER);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_EXPORTER, nonsense, nonsense",
    "OTEL_TRACES_SAMPLER, nonsense, nonsense",
    "OTEL_EXPORTER_OTLP_PROTOCOL, grpc, Grpc",
    "OTEL_EXPORTER_OTLP_HEADERS, a-secret, headers"
  })
  void aVariableThatCannotBeFollowedEndsTheStartInOneLine(
      String name, String value, String problem) {
    Map<String, String> variables = new HashMap<>(exportingTo(receiver.address()));
    variables.put(name, value);
    service = ServiceProcess.with(variables);

    ServiceProcess.Ran ran = service.run("serve");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.output().lines().toList()).hasSize(1);
    assertThat(ran.output())
        .startsWith("OpenTelemetry cannot be started: ")
        .contains(problem)
        .doesNotContain("a-secret");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // the names of threads stand in /proc
  void withoutTheVariablesNothingOfItIsLoadedAndNoThreadRuns(@TempDir Path folder)
      throws IOException {
    Path loaded = folder.resolve("classes.txt");
    service =
        ServiceProcess.with(
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Xlog:class+load:file=" + loaded,
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                receiver.address()));
    service.start();
    service.awaitReady();
    Client client = new Client.Door(service.own("/?token=" + Tokens.of(USER))).open(USER);
    sayIn("3af7651916cd43dd8448eb211c80319f", client);

    assertThat(threads()).contains("lane-0").noneMatch(name -> name.startsWith("BatchSpan"));
    assertThat(Files.readString(loaded))
        .contains("io.messageservice.bootstrap.tracing.NodeTracing ")
        .doesNotContain("io.opentelemetry.", "io.messageservice.bootstrap.recording.BatchEvent");
  }

  private List<String> threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + service.pid() + "/task"))) {
      return tasks.map(task -> task.resolve("comm")).map(TracesIT::line).toList();
    }
  }

  private static String line(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
