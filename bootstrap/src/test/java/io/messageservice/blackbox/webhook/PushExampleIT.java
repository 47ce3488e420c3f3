package io.messageservice.blackbox.webhook;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of {@code examples/push}, where there is Node to run it. */
final class PushExampleIT {

  @TempDir private Path folder;

  private static boolean isNodeThere() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "node")));
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> pushes() {
    return lines().stream()
        .filter(line -> line.startsWith("push "))
        .map(line -> Json.parse(line.substring("push ".length())))
        .toList();
  }

  @Test
  void whoIsAwayGetsAPushWithTheirBadge() throws Exception {
    assumeTrue(isNodeThere(), "no node in PATH");
    ProcessBuilder builder =
        new ProcessBuilder("node", "../examples/push/push.mjs")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().put("SECRET", EventReceiver.SECRET);
    builder.environment().put("PORT", "0");
    Process example = builder.start();
    try {
      await().until(() -> lines().stream().anyMatch(line -> line.startsWith("receives at port ")));
      String port = lines().get(0).substring("receives at port ".length());
      pushes("http://127.0.0.1:" + port + "/");
    } finally {
      example.destroyForcibly();
    }
  }

  private void pushes(String url) {
    try (ServiceProcess service =
        ServiceProcess.ready(
            Map.of(
                "WEBHOOK_URL",
                url,
                "WEBHOOK_SECRET",
                EventReceiver.SECRET,
                "WEBHOOK_PRIVATE_ADDRESSES",
                "on"))) {
      assertThat(service.run("webhook-test").exitCode()).isZero();
      Client alice =
          new Client.Door(service.address("/?token=" + Tokens.of("alice"))).open("alice");
      JsonNode unused = alice.tell("bob", "c", "one");
      await().until(() -> pushes().size() == 1);

      unused = alice.tell("bob", "c", "two");
      await().until(() -> pushes().size() == 2);

      assertThat(pushes())
          .containsExactly(
              Json.object("to", "bob", "badge", 1, "text", "one"),
              Json.object("to", "bob", "badge", 2, "text", "two"));
      alice.close();
    }
  }
}
