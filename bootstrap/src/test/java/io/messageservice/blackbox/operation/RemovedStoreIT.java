package io.messageservice.blackbox.operation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The files of the store are removed or moved under the running service. */
final class RemovedStoreIT extends Scenario {

  private final ServiceProcess service =
      ServiceProcess.ready(Map.of("RATE_LIMIT", "off", "PRESENCE_AUDIENCE", "contacts"));

  private final String lobby = id("lobby");

  @Override
  public ServiceProcess service() {
    return service;
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void remove(String... names) throws IOException {
    for (String name : names) {
      Files.delete(service.data().resolve(name));
    }
  }

  private void end(Client... clients) {
    service.terminate();
    for (Client client : clients) {
      assertThat(client.skipToClosed().code()).isEqualTo(1012);
    }
    assertThat(service.exitCode()).isZero();
  }

  @Test
  void nothingIsAcknowledgedAfterTheRemoval() throws IOException {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.join(lobby);
    bob.expectMessage(alice.say(lobby, "before"));

    remove("messages.db", "messages.db-wal", "messages.db-shm");

    for (int i = 0; i < 100; i++) {
      alice.refused("unavailable", "sendMessage", "conversationId", lobby, "content", "x");
    }
    bob.hearsNothing();
    assertThat(service.readiness()).isEqualTo(503);
    assertThat(service.get("/health/ready").body()).contains("\"store\",\"store_file\"");
    await().until(() -> service.output().contains("messages.db was removed or moved"));
    end(alice, bob);
    assertThat(service.data().resolve("messages.db")).doesNotExist();
  }

  @Test
  void removalIsNoticedWhereNobodySpeaksAndAReturnToo() throws IOException {
    Path elsewhere = service.data().resolveSibling("elsewhere");
    Client alice = connect("alice");
    JsonNode before = alice.say(lobby, "before");

    Files.move(service.data(), elsewhere);
    await().until(() -> service.readiness() == 503);
    Files.move(elsewhere, service.data());
    await().until(() -> service.readiness() == 200);

    JsonNode after = alice.say(lobby, "after");
    assertThat(
            alice
                .ask("fetchMessages", "conversationId", lobby, "afterSeq", 0, "limit", 10)
                .get("messages"))
        .isEqualTo(Json.array(List.of(before, after).toArray()));
    await().until(() -> service.output().contains("store_recovered"));
    end(alice);
    service.restart();
    assertThat(service.output()).doesNotContain("store_unclean_start");
  }

  @Test
  void withoutTheLogNothingThatWasAcknowledgedIsLost() throws IOException {
    Client alice = connect("alice");
    for (int i = 1; i <= 20; i++) {
      alice.say(lobby, "before " + i);
    }

    remove("messages.db-wal", "messages.db-shm");
    await().until(() -> service.readiness() == 503);
    alice.refused("unavailable", "sendMessage", "conversationId", lobby, "content", "x");
    end(alice);
    service.restart();

    assertThat(connect("bob").join(lobby).get("seq").asInt()).isEqualTo(20);
    closeAll();
  }
}
