package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A disk that is full, or that cannot be written: a small file system of its own as the data
 * folder. Needs the right to mount one; skipped where that is missing.
 */
final class DiskIT {

  private static final int DISK_MIB = 12;
  private static final int BALLAST_BYTES = 9 << 20;

  @SuppressWarnings("NullAway.Init")
  private Path disk;

  @SuppressWarnings("NullAway.Init")
  private ServiceProcess service;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createTempDirectory("message-service-disk");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString()) == 0,
        "no right to mount a disk");
    service = ServiceProcess.with(Map.of("DATA_DIR", data().toString(), "RATE_LIMIT", "off"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (service != null) {
      service.close();
      run("umount", "-R", disk.toString());
    }
    Files.deleteIfExists(disk);
  }

  @Test
  void fullDiskIsUnavailableUntilThereIsRoomAndLosesNothing() throws Exception {
    service.restart();
    Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST_BYTES]);
    Client alice = connect("alice");
    alice.join("lobby");

    List<JsonNode> acknowledged = new ArrayList<>();
    JsonNode answer = say(alice, 0);
    while (answer.get("success").asBoolean()) {
      acknowledged.add(answer.get("message"));
      answer = say(alice, acknowledged.size());
    }

    assertThat(answer.get("code").asText()).isEqualTo("unavailable");
    HttpResponse<String> ready = service.get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"missing\":[\"store\"]");
    assertThat(service.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(history(alice)).as("it can still be read").containsAll(acknowledged);

    Files.delete(ballast);
    Patience.await().until(() -> service.get("/health/ready").statusCode() == 200);

    JsonNode again = say(alice, acknowledged.size());
    assertThat(again.get("success").asBoolean()).isTrue();
    acknowledged.add(again.get("message"));
    assertThat(history(alice)).isEqualTo(acknowledged);
    Patience.await().until(() -> service.output().contains("store_recovered"));
    assertThat(service.output()).contains("store_failed");
    service.kill();
    service.restart();
    assertThat(history(connect("alice"))).isEqualTo(acknowledged);
  }

  @Test
  void readOnlyFolderEndsTheStartInOneLine() throws Exception {
    service.restart();
    service.terminate();
    service.exitCode();
    run("mount", "-o", "remount,ro", disk.toString());

    service.start();

    assertThat(service.exitCode()).isEqualTo(2);
    assertThat(lastLine()).startsWith("DATA_DIR ").endsWith(" cannot be written");
  }

  @Test
  void readOnlyFileEndsTheStartInOneLine() throws Exception {
    service.restart();
    service.terminate();
    service.exitCode();
    String file = data().resolve("messages.db").toString();
    run("mount", "--bind", file, file);
    run("mount", "-o", "remount,bind,ro", file);

    service.start();

    assertThat(service.exitCode()).isEqualTo(2);
    assertThat(lastLine()).matches("DATA_DIR the store .*cannot be (written|opened)");
  }

  private Path data() {
    return disk.resolve("data");
  }

  private Client connect(String user) {
    return new Client.Door(service.address("/?token=" + Tokens.of(user))).open(user);
  }

  private static JsonNode say(Client client, int number) {
    client.send(
        "sendMessage",
        "conversationId",
        "lobby",
        "content",
        number + " " + "x".repeat(9_000),
        "clientMessageId",
        "k" + number);
    return client.next();
  }

  private static List<JsonNode> history(Client client) {
    List<JsonNode> messages = new ArrayList<>();
    JsonNode page;
    do {
      page =
          client.ask(
              "fetchMessages", "conversationId", "lobby", "afterSeq", messages.size(), "limit", 50);
      page.get("messages").forEach(messages::add);
    } while (page.get("more").asBoolean());
    return messages;
  }

  private String lastLine() {
    List<String> lines = service.output().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
