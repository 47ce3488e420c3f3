package io.messageservice.blackbox.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that must fail, and how a service ends. */
final class StartIT {

  private static String refusal(Map<String, String> settings) {
    try (ServiceProcess service = ServiceProcess.with(settings)) {
      service.start();
      int exitCode = service.exitCode();
      String output = service.output();
      assertThat(exitCode).as(output).isEqualTo(2);
      assertThat(output).doesNotContainPattern("(?m)^\\s+at |Exception");
      assertThat(output).doesNotContain(Tokens.SECRET);
      return output;
    }
  }

  private static String lineNaming(String setting, String output) {
    List<String> lines = output.lines().filter(line -> line.contains(setting)).toList();
    assertThat(lines).as("lines that name " + setting + " in:\n" + output).hasSize(1);
    return lines.get(0);
  }

  @Test
  void allProblemsAreNamedAtOnce(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    String output =
        refusal(
            Map.of(
                "JWT_SECRET", "too-short-secret",
                "PORT", "eight thousand",
                "HEARTBEAT_INTERVAL", "soon",
                "TOKEN_EXPIRY", "maybe",
                "CONVERSATION_ACCESS", "everybody",
                "RATE_LIMIT", "fast",
                "DATA_DIR", file.resolve("data").toString()));

    assertThat(lineNaming("JWT_SECRET", output)).contains("32").doesNotContain("too-short");
    lineNaming("HEARTBEAT_INTERVAL", output);
    lineNaming("TOKEN_EXPIRY", output);
    lineNaming("CONVERSATION_ACCESS", output);
    lineNaming("RATE_LIMIT", output);
    lineNaming("DATA_DIR", output);
    assertThat(output).containsPattern("(?m)(^|[^_])PORT");
  }

  @ParameterizedTest
  @CsvSource({
    "JWT_SECRET, ''",
    "MANAGEMENT_PORT, 70000",
    "PRESENCE_GRACE, 500",
    "EDIT_WINDOW, forever",
    "STORE, paper",
  })
  void badSettingIsNamed(String setting, String value) {
    lineNaming(setting, refusal(Map.of(setting, value)));
  }

  @Test
  void keysOfOneKindOnlyAreTaken() {
    Map<String, String> two = Map.of("JWT_JWKS_URL", "https://auth.example/keys");

    assertThat(lineNaming("JWT_JWKS_URL", refusal(two))).contains("JWT_SECRET and JWT_JWKS_URL");
  }

  @Test
  void badKeyIsNamedAndNotRepeated() {
    String key = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A";

    assertThat(refusal(Map.of("JWT_SECRET", "", "JWT_PUBLIC_KEY", key)))
        .contains("JWT_PUBLIC_KEY must be")
        .doesNotContain(key);
  }

  @Test
  void portInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(lineNaming(port, refusal(Map.of("PORT", port)))).contains("PORT");
    }
  }

  @Test
  void secondProcessOnTheSameDataIsRefused() throws IOException {
    ServiceProcess first = Services.shared();

    lineNaming("DATA_DIR", refusal(Map.of("DATA_DIR", first.setting("DATA_DIR"))));

    assertThat(first.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void endIsAnnouncedToEveryConnectionAndIsClean() {
    try (ServiceProcess service = ServiceProcess.ready(Map.of())) {
      String token = Tokens.of("alice");
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Client client = new Client.Door(service.address("/?token=" + token)).open("alice");
        client.hearsNothing();
        clients.add(client);
      }

      service.terminate();

      for (Client client : clients) {
        Closed closed = client.expectClosed();
        assertThat(closed.code()).isEqualTo(1012);
        assertThat(closed.reason()).matches("reconnect after \\d+ ms");
      }
      assertThat(service.exitCode()).isZero();
      assertThat(service.output()).doesNotContain(Tokens.SECRET).doesNotContain(token);
    }
  }

  @Test
  void clientsComeBackAtDifferentTimes() {
    try (ServiceProcess service = ServiceProcess.ready(Map.of())) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Client client =
            new Client.Door(service.address("/?token=" + Tokens.of("user" + i))).open("user" + i);
        client.hearsNothing();
        clients.add(client);
      }

      service.terminate();

      assertThat(clients.stream().map(client -> client.skipToClosed().reason()).distinct())
          .as("delays of twenty clients")
          .hasSizeGreaterThan(5);
      assertThat(service.exitCode()).isZero();
    }
  }

  @Test
  void storeInMemoryHasANewEpochAtEachStart() {
    try (ServiceProcess service = ServiceProcess.ready(Map.of("STORE", "memory"))) {
      String first = epochOf(service);
      service.terminate();
      service.exitCode();
      service.restart();

      assertThat(epochOf(service)).isNotEqualTo(first);
    }
  }

  private static String epochOf(ServiceProcess service) {
    Client alice = new Client.Door(service.address("/?token=" + Tokens.of("alice"))).open("alice");
    String epoch = alice.join("lobby").get("epoch").asText();
    alice.close();
    return epoch;
  }
}
