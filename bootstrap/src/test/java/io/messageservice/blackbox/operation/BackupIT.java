package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.ServiceProcess.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that copy the store and put a copy back. */
final class BackupIT extends Scenario {

  private final ServiceProcess service =
      ServiceProcess.ready(Map.of("RATE_LIMIT", "off", "PRESENCE_AUDIENCE", "contacts"));

  private final String lobby = id("lobby");

  @TempDir private Path folder = Path.of("");

  @Override
  public ServiceProcess service() {
    return service;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void end(Client... clients) {
    service.terminate();
    for (Client client : clients) {
      client.skipToClosed();
    }
    assertThat(service.exitCode()).isZero();
  }

  private static List<JsonNode> history(Client client, String conversation) {
    List<JsonNode> messages = new ArrayList<>();
    JsonNode page;
    do {
      page =
          client.ask(
              "fetchMessages",
              "conversationId",
              conversation,
              "afterSeq",
              messages.size(),
              "limit",
              200);
      page.get("messages").forEach(messages::add);
    } while (page.get("more").asBoolean());
    return messages;
  }

  /** Says what comes to mind until the command has ended, and checks each answer. */
  private Ran backUpWhileSpeaking(Client alice, Path file, List<JsonNode> said) {
    CompletableFuture<Ran> copying =
        CompletableFuture.supplyAsync(() -> service.run("backup", file.toString()));
    while (!copying.isDone()) {
      said.add(alice.say(lobby, "meanwhile"));
    }
    return copying.join();
  }

  @Test
  void copyOfABusyStoreIsPutBackUnderAnotherEpoch() throws IOException {
    Path file = folder.resolve("copy.db");
    Client alice = connect("alice");
    String epoch = alice.join(lobby).get("epoch").asText();
    List<JsonNode> said = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      said.add(alice.say(lobby, "before " + "x".repeat(5_000)));
    }
    List<JsonNode> before = List.copyOf(said);

    Ran copied = backUpWhileSpeaking(alice, file, said);

    assertThat(copied.exitCode()).as(copied.output()).isZero();
    assertThat(copied.output()).contains("100 %", "Copied and verified: messages ");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(filesIn(folder)).containsExactly("copy.db");
    end(alice);

    Ran restored = service.run("restore", file.toString());

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.output()).contains("kept as messages.db.before-restore-");
    service.restart();
    assertThat(service.output()).doesNotContain("store_unclean_start");
    Client again = connect("alice");
    JsonNode joined =
        again.ask(
            "joinConversation", "conversationId", lobby, "afterSeq", said.size(), "epoch", epoch);
    assertThat(joined.get("recovered").asBoolean()).isFalse();
    assertThat(joined.get("epoch").asText()).isNotEqualTo(epoch);
    List<JsonNode> stored = history(again, lobby);
    assertThat(stored).startsWith(before.toArray(JsonNode[]::new));
    assertThat(stored).isEqualTo(said.subList(0, stored.size()));
    assertThat(Json.numbers(stored, "seq"))
        .isEqualTo(LongStream.rangeClosed(1, stored.size()).boxed().toList());

    Set<String> told = new HashSet<>(Json.texts(said, "id"));
    assertThat(told).doesNotContain(again.say(lobby, "after").get("id").asText());
    again.hearsNothing();
    closeAll();
  }

  @Test
  void copyIsMadeOfAStoppedServiceAndOfAKilledOneToo() {
    Client alice = connect("alice");
    alice.say(lobby, "one");
    service.kill();
    alice.skipToClosed();

    Ran killed = service.run("backup", folder.resolve("killed.db").toString());
    service.restart();
    Client again = connect("alice");
    again.say(lobby, "two");
    end(again);
    Ran stopped = service.run("backup", folder.resolve("stopped.db").toString());

    assertThat(killed.output()).contains("messages 1,");
    assertThat(stopped.output()).contains("messages 2,");
  }

  @Test
  void nothingIsOverwrittenAndARunningServiceKeepsItsStore() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.txt"), "mine");
    Client alice = connect("alice");
    alice.say(lobby, "one");

    Ran copied = service.run("backup", file.toString());

    assertThat(copied.exitCode()).isEqualTo(2);
    assertThat(copied.output().lines()).hasSize(1);
    assertThat(file).hasContent("mine");

    assertThat(service.run("backup", folder.resolve("copy.db").toString()).exitCode()).isZero();
    Ran restored = service.run("restore", folder.resolve("copy.db").toString());

    assertThat(restored.exitCode()).isEqualTo(2);
    assertThat(restored.output()).contains("in use by another process");
    assertThat(restored.output().lines()).hasSize(1);
    assertThat(alice.say(lobby, "two").get("seq").asInt()).isEqualTo(2);
    closeAll();
  }

  @Test
  void whatIsNoSoundCopyLeavesTheStoreAlone() throws IOException {
    Client alice = connect("alice");
    alice.say(lobby, "one");
    end(alice);
    Path file = Files.writeString(folder.resolve("copy.db"), "no database ".repeat(1_000));

    Ran restored = service.run("restore", file.toString());

    assertThat(restored.exitCode()).isEqualTo(2);
    assertThat(restored.output().lines()).hasSize(1);
    assertThat(filesIn(service.data())).containsExactlyInAnyOrder("messages.db", ".lock");
    service.restart();
    assertThat(connect("bob").join(lobby).get("seq").asInt()).isEqualTo(1);
    closeAll();
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
