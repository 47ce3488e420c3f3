package io.messageservice.blackbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lines of the README that need no more than curl, each sent to another node. */
@AlsoInCluster
final class CurlIT extends HttpScenario {

  private static final Path README = Path.of("../README.md");

  @BeforeAll
  static void curlIsHere() throws IOException, InterruptedException {
    Process found = new ProcessBuilder("sh", "-c", "command -v bash && command -v curl").start();
    boolean isHere = found.waitFor() == 0;
    if (!isHere) {
      System.out.println("curl: no bash with curl is here, the lines of the README are not run");
    }
    assumeTrue(isHere, "no bash with curl");
  }

  /** The line of the README that begins with one text and holds another. */
  private static String line(String beginning, String part) throws IOException {
    List<String> found =
        Files.readAllLines(README).stream()
            .filter(line -> line.startsWith(beginning) && line.contains(part))
            .toList();
    assertThat(found).as(part).hasSize(1);
    return found.get(0);
  }

  /** Runs such a line as a user of this test; the users that it names are those of this test. */
  private JsonNode curl(String name, String line) throws IOException {
    String node = "127.0.0.1:" + service().next().port();
    String own = line.replace("127.0.0.1:8001", node).replaceAll("\\b(bob|carol)\\b", id("$1"));
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", line("chat() {", "curl") + "\n" + own);
    bash.environment().put("ALICE", Tokens.of(id(name)));
    bash.environment().put("NO_PROXY", "127.0.0.1");
    bash.environment().put("no_proxy", "127.0.0.1");
    Process ran = bash.redirectErrorStream(true).start();
    return Json.parse(new String(ran.getInputStream().readAllBytes(), UTF_8));
  }

  /** One connection to each node. */
  private List<Client> connectTwice(String name) {
    return List.of(connectV1(name), connectV1(name));
  }

  @Test
  void connectedUsersSeeAllOfItOnEveryNode() throws IOException {
    List<Client> alice = connectTwice("alice");
    List<Client> bob = connectTwice("bob");
    List<Client> carol = connectTwice("carol");

    JsonNode group = curl("alice", line("chat ", "\"participants\"")).get("conversation");
    String conversation = group.get("conversationId").asText();
    String id = "/" + conversation + "/";
    String send = line("chat ", "\"content\"").replace("/ID/", id);
    JsonNode sent = curl("alice", send).get("message");
    for (List<Client> user : List.of(alice, bob, carol)) {
      for (Client client : user) {
        assertThat(client.expectPush("conversationChanged").get("participantCount").asInt())
            .isEqualTo(3);
        client.expectMessage(sent);
      }
    }
    awaitInterest(conversation);

    JsonNode page = curl("bob", line("chat ", "?limit=").replace("/ID/", id));
    assertThat(page.get("messages")).containsExactly(sent);

    JsonNode read = curl("bob", line("chat ", "-X PUT").replace("/ID/", id));
    assertThat(read).isEqualTo(Json.object("updatedCount", 1));
    for (List<Client> user : List.of(alice, bob)) {
      for (Client client : user) {
        assertThat(client.expectPush("messageReadStatusChanged").get("readUpTo").asLong())
            .isEqualTo(1);
        assertThat(client.expectPush("conversationReadStatusChanged").get("updatedCount").asInt())
            .isEqualTo(1);
      }
    }

    JsonNode removed = curl("alice", line("chat ", "-X DELETE").replace("/ID/", id));
    JsonNode second = curl("alice", send.replace("Key: 1", "Key: 2")).get("message");
    assertThat(removed).isEqualTo(Json.object("removed", true));
    for (List<Client> user : List.of(alice, bob)) {
      for (Client client : user) {
        assertThat(client.expectPush("conversationChanged").get("participantCount").asInt())
            .isEqualTo(2);
        client.expectMessage(second);
      }
    }
    for (Client client : carol) {
      assertThat(client.expectPush("conversationChanged").get("removed").asBoolean()).isTrue();
      client.hearsNothing();
    }
    assertThat(curl("carol", send).get("code").asText()).isEqualTo("forbidden");
  }
}
