package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.waiting.Patience;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code LOG_FORMAT=json} writes, of good days and bad ones. */
final class JsonLogsIT {

  private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
  private static final String SAID = "nobody else's business";

  @Test
  void everyLineIsAnObjectAndNoneTellsASecret() throws IOException {
    try (ServiceProcess service =
        ServiceProcess.ready(
            Map.of("LOG_FORMAT", "json", "LOG_LEVEL", "trace", "PRESENCE_AUDIENCE", "contacts"))) {
      String token = Tokens.of("alice");
      String forged = Tokens.signed(Json.object("sub", "mallory"), "another-secret-".repeat(4));
      talk(service, token);
      assertThat(client(service, forged, "mallory").skipToClosed().code()).isEqualTo(1008);
      service.kill();
      service.restart();
      talk(service, token);
      breakStore(service);
      Client bob = client(service, Tokens.of("bob"), "bob");
      bob.sendText("{\"event\":\"joinConversation\",\"payload\":{\"conversationId\":\"lobby\"}}");
      Patience.await().until(() -> service.output().contains("store_failed"));
      service.terminate();
      service.exitCode();

      List<String> lines = service.output().lines().filter(JsonLogsIT::isOurs).toList();

      assertThat(lines).hasSizeGreaterThan(3).allSatisfy(JsonLogsIT::requireEvent);
      assertThat(service.output())
          .doesNotContain(SAID)
          .doesNotContain(Tokens.SECRET)
          .doesNotContain(token)
          .doesNotContain(forged)
          .doesNotContain("token=");
    }
  }

  /** Newer JDKs warn of libraries on standard error, which the launcher's flags keep quiet. */
  private static boolean isOurs(String line) {
    return !line.startsWith("WARNING: ");
  }

  private static void talk(ServiceProcess service, String token) {
    Client alice = client(service, token, "alice");
    alice.hearsNothing();
    alice.say("lobby", SAID);
    alice.sendText("{\"event\":" + SAID);
    alice.expectError("invalid_format", null);
    alice.close();
  }

  private static Client client(ServiceProcess service, String token, String userId) {
    return new Client.Door(service.address("/?token=" + token)).open(userId);
  }

  /** As a failing disk would: what was written is not there any more. */
  private static void breakStore(ServiceProcess service) throws IOException {
    for (String name : List.of("messages.db", "messages.db-wal")) {
      Path file = Path.of(service.setting("DATA_DIR"), name);
      if (Files.exists(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(0);
        }
      }
    }
  }

  private static void requireEvent(String line) {
    JsonNode event = Json.parse(line);
    assertThat(event.isObject()).isTrue();
    assertThat(Instant.ofEpochMilli(event.get("timestamp").longValue())).isAfter(Instant.EPOCH);
    assertThat(event.get("level").asText()).isIn(LEVELS);
    assertThat(event.get("loggerName").asText()).isNotEmpty();
    assertThat(event.get("formattedMessage").asText()).isNotEmpty();
  }
}
