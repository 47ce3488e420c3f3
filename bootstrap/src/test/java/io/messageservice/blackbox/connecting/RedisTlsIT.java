package io.messageservice.blackbox.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.adapter.redis.RedisVersions;
import io.messageservice.blackbox.Certificates;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import io.messageservice.bootstrap.tls.UnusableTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that speak TLS with Redis: they do so with none that they are not told to believe. */
final class RedisTlsIT {

  @TempDir Path folder;

  private final String prefix = "tls-" + UUID.randomUUID() + ":";
  private Certificates certificates;
  private TlsFront front;

  @BeforeEach
  void open() throws IOException, UnusableTls {
    certificates = Certificates.make(folder, "EC secp256r1");
    front = front(certificates);
  }

  @AfterEach
  void close() throws IOException {
    front.close();
  }

  private TlsFront front(Certificates shown) throws IOException, UnusableTls {
    return new TlsFront(RedisServer.shared(RedisVersions.newest()).port(), folder, shown);
  }

  private ServiceProcess node(TlsFront redis, Certificates... believed) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("REDIS_URL", "rediss://127.0.0.1:" + redis.port());
    settings.put("REDIS_PREFIX", prefix);
    if (believed.length > 0) {
      Path file = Files.writeString(folder.resolve(UUID.randomUUID() + ".pem"), "Redis is\n");
      for (Certificates each : believed) {
        Files.writeString(file, Files.readString(file) + each.chain());
      }
      settings.put("REDIS_CA", file.toString());
    }
    return ServiceProcess.with(settings);
  }

  private static Client connect(ServiceProcess node, String user) {
    URI address = URI.create("ws://127.0.0.1:" + node.port() + "/?token=" + Tokens.of(user));
    return new Client.Door(address).open(user);
  }

  private static String refusal(ServiceProcess node) {
    try (node) {
      node.start();
      int exitCode = node.exitCode();
      assertThat(exitCode).as(node.output()).isEqualTo(2);
      List<String> lines = node.output().lines().toList();
      assertThat(lines).hasSize(1);
      return lines.get(0);
    }
  }

  @Test
  void nodesAreOneServiceOverTls() throws IOException {
    Certificates other = Certificates.make(folder, "RSA 2048");
    try (ServiceProcess first = node(front, certificates);
        ServiceProcess second = node(front, other, certificates)) {
      List.of(first, second).forEach(ServiceProcess::start);
      List.of(first, second).forEach(ServiceProcess::awaitReady);
      Client alice = connect(first, "alice");
      alice.join("state");
      Client bob = connect(second, "bob");
      bob.join("state");

      JsonNode said = alice.say("state", "over TLS");

      bob.expectMessage(said);
      alice.close();
      bob.close();
    }
  }

  @Test
  void whoIsNotBelievedIsNotSpokenTo() throws IOException {
    Certificates others = Certificates.make(folder, "EC secp256r1");

    assertThat(refusal(node(front))).startsWith("REDIS_URL ").contains("certification path");
    assertThat(refusal(node(front, others))).startsWith("REDIS_URL ");
  }

  @Test
  void certificateOfAnotherHostIsNotBelieved() throws IOException, UnusableTls {
    Certificates elsewhere = Certificates.make(folder, "EC secp256r1", "dns:elsewhere.example");
    try (TlsFront redis = front(elsewhere)) {
      assertThat(refusal(node(redis, elsewhere))).startsWith("REDIS_URL ").contains("127.0.0.1");
    }
  }

  @Test
  void fileWithoutCertificatesIsNamed() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    ServiceProcess node =
        ServiceProcess.with(
            Map.of(
                "REDIS_URL", "rediss://127.0.0.1:" + front.port(), "REDIS_CA", empty.toString()));

    assertThat(refusal(node)).startsWith("REDIS_CA ").contains("no certificates");
  }
}
