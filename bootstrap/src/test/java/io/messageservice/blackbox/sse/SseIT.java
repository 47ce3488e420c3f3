package io.messageservice.blackbox.sse;

import static io.messageservice.application.waiting.Patience.await;
import static io.messageservice.blackbox.Client.command;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds only over server-sent events, and what a bare browser is to rely on there. */
final class SseIT extends Scenario {

  private static final String LARGE = "x".repeat(10_000);

  /** More than the kernel takes and may wait for one connection together. */
  private static final int ENOUGH = 600;

  private final String lobby = id("lobby");

  private BrowserStream stream(String name) {
    return BrowserStream.open(service(), id(name));
  }

  private static JsonNode join(BrowserStream stream, String conversation) {
    stream.post(command("joinConversation", "conversationId", conversation));
    return stream.skipTo("joinConversation");
  }

  private void say(BrowserStream stream, String... contents) {
    for (String content : contents) {
      stream.post(command("sendMessage", "conversationId", lobby, "content", content));
      assertThat(stream.skipTo("sendMessage").get("success").asBoolean()).isTrue();
    }
  }

  @Test
  void aStreamIsNeitherBufferedNorKept() {
    try (BrowserStream alice = stream("alice")) {
      assertThat(alice.status()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(alice.headers())
          .containsEntry("Content-Type", "text/event-stream")
          .containsEntry("Cache-Control", "no-store")
          .containsEntry("X-Accel-Buffering", "no");
      assertThat(alice.session().get("session").asText()).matches("[\\w-]{32}");
      assertThat(alice.session().get("resumes").asText()).isEqualTo("none");
      assertThat(alice.retryMillis()).isEqualTo(2_000);
      assertThat(alice.skipTo("hello").at("/data/userId").asText()).isEqualTo(id("alice"));
    }
  }

  @Test
  void aBrowserThatComesBackByItselfMissesNothing() {
    String lastId;
    try (BrowserStream alice = stream("alice");
        BrowserStream bob = stream("bob")) {
      join(alice, lobby);
      join(bob, lobby);
      say(bob, "one", "two");
      assertThat(alice.contentsUpTo("two")).containsExactly("one", "two");
      alice.post(command("ping"));
      alice.skipTo("pong"); // by then the id of what came before has come
      lastId = alice.lastId();
      alice.cut();

      say(bob, "three", "four");

      try (BrowserStream again = BrowserStream.openAfter(service(), id("alice"), lastId)) {
        assertThat(again.session().get("resumes").asText()).isEqualTo("all");
        JsonNode list = again.skipTo("listConversations");
        assertThat(list.at("/conversations/0/conversationId").asText()).isEqualTo(lobby);
        JsonNode joined = again.skipTo("joinConversation");
        assertThat(joined.get("recovered").asBoolean()).isTrue();
        assertThat(joined.get("seq").asLong()).isEqualTo(4);
        assertThat(again.contentsUpTo("four")).containsExactly("three", "four");
        assertThat(again.skipTo("caughtUp").at("/data/seq").asLong()).isEqualTo(4);
        say(bob, "five");
        assertThat(again.contentsUpTo("five")).containsExactly("five");
      }
    }
  }

  @Test
  void aBrowserThatComesBackAfterAKillMissesNothing() {
    try (ServiceProcess node = ServiceProcess.with(Map.of("RATE_LIMIT", "off"))) {
      node.restart();
      String lastId;
      try (BrowserStream alice = BrowserStream.open(node, "alice");
          BrowserStream bob = BrowserStream.open(node, "bob")) {
        join(alice, lobby);
        join(bob, lobby);
        say(bob, "one");
        alice.contentsUpTo("one");
        alice.post(command("ping"));
        alice.skipTo("pong");
        lastId = alice.lastId();
        alice.cut();
        say(bob, "two");
      }
      node.kill();
      node.restart();

      try (BrowserStream again = BrowserStream.openAfter(node, "alice", lastId)) {
        assertThat(again.skipTo("joinConversation").get("recovered").asBoolean()).isTrue();
        assertThat(again.contentsUpTo("two")).containsExactly("two");
      }
    }
  }

  @Test
  void anIdThatIsNoneIsLeftOut() {
    try (BrowserStream alice = BrowserStream.openAfter(service(), id("alice"), "not-an-id")) {
      assertThat(alice.session().get("resumes").asText()).isEqualTo("none");
      assertThat(join(alice, lobby).has("recovered")).isFalse();
    }
  }

  @Test
  void whatIsNoCommandHarmsNothing() {
    try (BrowserStream alice = stream("alice")) {
      assertThat(alice.post(new byte[] {(byte) 0xff, 0}).statusCode()).isEqualTo(400);
      assertThat(alice.post(new byte[300_000]).statusCode()).isEqualTo(413);
      assertThat(alice.post(new byte[0]).statusCode()).isEqualTo(202);
      assertThat(alice.post("{\"event\":".getBytes(UTF_8)).statusCode()).isEqualTo(202);

      for (int refused = 0; refused < 2; refused++) {
        JsonNode error = alice.skipTo("null");
        assertThat(error.get("code").asText()).isEqualTo("invalid_format");
      }
      assertThat(join(alice, lobby).get("success").asBoolean()).isTrue();
    }
  }

  @Test
  void onlyTheUserOfASessionPostsToIt() {
    try (BrowserStream alice = stream("alice")) {
      String ping = command("ping").toString();

      HttpResponse<String> ofBob = alice.postAs(id("bob"), ping);
      assertThat(ofBob.statusCode()).isEqualTo(403);
      assertThat(Json.parse(ofBob.body()).get("code").asText()).isEqualTo("forbidden");
      assertThat(alice.postAs("", ping).statusCode()).isEqualTo(401);
      assertThat(alice.postAs(id("alice"), ping).statusCode()).isEqualTo(202);
      alice.skipTo("pong");
    }
  }

  @Test
  void aSessionThatIsOverTakesNothing() {
    BrowserStream alice = stream("alice");
    alice.close();

    await().until(() -> alice.post("[]".getBytes(UTF_8)).statusCode() == 404);
    HttpResponse<String> answer =
        BrowserStream.post(service(), "none", Tokens.of(id("alice")), "[]".getBytes(UTF_8));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Json.parse(answer.body()).get("code").asText()).isEqualTo("not_found");
  }

  @Test
  void aClientThatGoesIsGone() {
    BrowserStream alice = stream("alice");
    Client bob = connect("bob");
    alice.post(command("ping"));
    alice.skipTo("pong");
    JsonNode hi = bob.tell(id("alice"), lobby, "hi");
    assertThat(alice.skipTo("newMessage").get("data")).isEqualTo(hi);
    say(alice, "hello"); // now they are contacts
    bob.expectPush("newMessage");
    await().until(() -> isOnline(bob, id("alice")));

    alice.close();

    await().until(() -> !isOnline(bob, id("alice")));
  }

  @Test
  void whoNeverReadsIsClosedAndNobodyElseIsHurt() {
    Client bob = connect("bob", lobby);
    try (BrowserStream slow = BrowserStream.open(service(), id("slow"), "&protocol=base")) {
      join(slow, lobby);

      for (int said = 0; said < ENOUGH; said++) {
        bob.say(lobby, LARGE);
      }

      await().until(() -> slow.post("[]".getBytes(UTF_8)).statusCode() == 404);
      assertThat(lastWord(slow)).isIn(1013, 1006);
    }
    bob.say(lobby, "still here");
  }

  private static int lastWord(BrowserStream slow) {
    try {
      return slow.closeCode();
    } catch (UncheckedIOException | AssertionError lost) {
      return 1006;
    }
  }

  /** Messages are left out for it; it comes back with the id of before, and has them all. */
  @Test
  void whoLagsComesBackToWhatWasLeftOut() {
    Client bob = connect("bob", lobby);
    String lastId;
    try (BrowserStream slow = stream("slow")) {
      join(slow, lobby);
      for (int said = 0; said < ENOUGH; said++) {
        bob.say(lobby, LARGE);
      }
      slow.post(command("ping"));
      slow.skipTo("lagged");
      slow.skipTo("pong");
      lastId = slow.lastId();
    }

    try (BrowserStream again = BrowserStream.openAfter(service(), id("slow"), lastId)) {
      long seq = again.skipTo("newMessage").at("/data/seq").asLong();
      while (seq < ENOUGH) {
        long next = again.skipTo("newMessage").at("/data/seq").asLong();
        assertThat(next).isEqualTo(++seq);
      }
    }
  }

  @Test
  void aNodeThatStopsSaysWhenToComeBack() {
    try (ServiceProcess node = ServiceProcess.with(Map.of())) {
      node.restart();
      try (BrowserStream alice = BrowserStream.open(node, "alice")) {
        join(alice, lobby);
        say(alice, "one");

        node.terminate();

        assertThat(alice.closeCode()).isEqualTo(1012);
        assertThat(alice.lastId()).isNotEmpty();
      }
      assertThat(node.exitCode()).isZero();
    }
  }
}
