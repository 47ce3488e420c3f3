package io.messageservice.blackbox.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The hook of {@code examples/moderation}, where there is Node to run it. */
final class ModerationExampleIT {

  private static boolean isNodeThere() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
  }

  @Test
  void rejectsOneWordAndReplacesAnother() throws Exception {
    assumeTrue(isNodeThere(), "no node in PATH");
    ProcessBuilder builder =
        new ProcessBuilder("node", "../examples/moderation/moderation.mjs")
            .redirectErrorStream(true);
    builder.environment().put("SECRET", HookServer.SECRET);
    builder.environment().put("PORT", "0");
    Process moderation = builder.start();

    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(moderation.getInputStream(), StandardCharsets.UTF_8))) {
      String line = String.valueOf(output.readLine());
      assertThat(line).startsWith("asked at port ");
      moderates("http://127.0.0.1:" + line.substring("asked at port ".length()) + "/");
    } finally {
      moderation.destroyForcibly();
    }
  }

  private static void moderates(String url) throws IOException, InterruptedException {
    try (ServiceProcess service =
        ServiceProcess.ready(
            Map.of(
                "BEFORE_SEND_URL",
                url,
                "BEFORE_SEND_SECRET",
                HookServer.SECRET,
                "BEFORE_SEND_TIMEOUT",
                "30s",
                "WEBHOOK_PRIVATE_ADDRESSES",
                "on"))) {
      Client alice =
          new Client.Door(service.address("/?token=" + Tokens.of("alice"))).open("alice");

      assertThat(alice.say("c", "oh Darn it").get("content").asText()).isEqualTo("oh **** it");
      JsonNode error =
          alice.refused("rejected", "sendMessage", "conversationId", "c", "content", "buy spam");
      assertThat(error.get("error").asText()).isEqualTo("No spam, please.");
      alice.close();
    }
    HttpRequest forged =
        HttpRequest.newBuilder(URI.create(url))
            .header("webhook-id", "msg_1")
            .header("webhook-timestamp", Long.toString(System.currentTimeMillis() / 1_000))
            .header("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
            .POST(HttpRequest.BodyPublishers.ofString("{\"message\":{\"content\":\"\"}}"))
            .build();
    assertThat(Client.HTTP.send(forged, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
  }
}
