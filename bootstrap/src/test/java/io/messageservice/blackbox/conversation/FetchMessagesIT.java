package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code fetchMessages}: pages of history. */
@AlsoInCluster
@AlsoOverSse
final class FetchMessagesIT extends Scenario {

  private final String lobby = id("lobby");

  private List<JsonNode> history(Client client, int count) {
    for (int n = 1; n <= count; n++) {
      client.send("sendMessage", "conversationId", lobby, "content", "number " + n);
    }
    List<JsonNode> messages = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      messages.add(client.expectReply("sendMessage").get("message"));
    }
    return messages;
  }

  private JsonNode fetch(Client client, Object... more) {
    List<Object> payload = new ArrayList<>(List.of("conversationId", lobby));
    payload.addAll(List.of(more));
    JsonNode reply = client.ask("fetchMessages", payload.toArray());
    assertThat(reply.get("more").isBoolean()).isTrue();
    return reply;
  }

  private static void assertPage(JsonNode page, long first, long last, boolean more) {
    assertThat(Json.numbers(page.get("messages"), "seq"))
        .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
    assertThat(page.get("more").asBoolean()).as("more").isEqualTo(more);
  }

  @Test
  void messagesComeAsTheyWereToldAscending() {
    Client alice = connect("alice");
    List<JsonNode> messages = history(alice, 3);

    JsonNode page = fetch(alice);

    assertThat(Json.members(page))
        .containsExactly("conversationId", "event", "messages", "more", "success");
    assertThat(page.get("conversationId").asText()).isEqualTo(lobby);
    assertThat(page.get("messages")).isEqualTo(Json.array(messages.toArray()));
    assertThat(page.get("more").asBoolean()).isFalse();
  }

  @Test
  void pageHasFiftyByDefaultAndTheNewestFirstPage() {
    Client alice = connect("alice");
    history(alice, 60);

    assertPage(fetch(alice), 11, 60, true);
    assertPage(fetch(alice, "beforeSeq", 11), 1, 10, false);
    assertPage(fetch(alice, "afterSeq", 0), 1, 50, true);
    assertPage(fetch(alice, "afterSeq", 50), 51, 60, false);
  }

  @Test
  void pagesBackwardEndBeforeThePosition() {
    Client alice = connect("alice");
    history(alice, 10);

    assertPage(fetch(alice, "beforeSeq", 8, "limit", 3), 5, 7, true);
    assertPage(fetch(alice, "beforeSeq", 4, "limit", 3), 1, 3, false);
    assertPage(fetch(alice, "beforeSeq", 1, "limit", 3), 1, 0, false);
    assertPage(fetch(alice, "beforeSeq", 1000, "limit", 3), 8, 10, true);
  }

  @Test
  void pagesForwardBeginAfterThePosition() {
    Client alice = connect("alice");
    history(alice, 10);

    assertPage(fetch(alice, "afterSeq", 3, "limit", 3), 4, 6, true);
    assertPage(fetch(alice, "afterSeq", 7, "limit", 3), 8, 10, false);
    assertPage(fetch(alice, "afterSeq", 10, "limit", 3), 1, 0, false);
    assertPage(fetch(alice, "afterSeq", 1000, "limit", 3), 1, 0, false);
  }

  @Test
  void limitIsClampedTo200() {
    Client alice = connect("alice");
    history(alice, 210);

    assertPage(fetch(alice, "afterSeq", 0, "limit", 200), 1, 200, true);
    assertPage(fetch(alice, "afterSeq", 0, "limit", 100_000), 1, 200, true);
    assertPage(fetch(alice, "limit", 201), 11, 210, true);
    assertPage(fetch(alice, "afterSeq", 0, "limit", 1), 1, 1, true);
  }

  @Test
  void pageEndsBeforeItsFrameIsTooLarge() {
    Client alice = connect("alice");
    String large = "漢".repeat(10_000);
    int count = 60;
    for (int n = 0; n < count; n++) {
      alice.say(lobby, large);
    }

    List<Long> seqs = new ArrayList<>();
    boolean more = true;
    while (more) {
      long after = seqs.isEmpty() ? 0 : seqs.get(seqs.size() - 1);
      JsonNode page = fetch(alice, "afterSeq", after, "limit", 200);
      more = page.get("more").asBoolean();
      assertThat(page.get("messages")).isNotEmpty().hasSizeLessThanOrEqualTo(18);
      seqs.addAll(Json.numbers(page.get("messages"), "seq"));
    }

    assertThat(seqs).isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
    JsonNode newest = fetch(alice, "limit", 200);
    List<Long> last = Json.numbers(newest.get("messages"), "seq");
    assertThat(last.get(last.size() - 1)).isEqualTo(count);
    assertThat(newest.get("more").asBoolean()).isTrue();
  }

  @Test
  void emptyConversationHasAnEmptyPage() {
    Client alice = connect("alice", lobby);

    assertPage(fetch(alice), 1, 0, false);
  }

  @Test
  void badPositionsAreRefused() {
    Client alice = connect("alice");
    alice.say(lobby, "one");

    for (Object bad : List.of("1", 1.5, true, Json.array())) {
      for (String member : List.of("beforeSeq", "afterSeq", "limit")) {
        alice.refused("invalid_payload", "fetchMessages", "conversationId", lobby, member, bad);
      }
    }
    alice.refused("invalid_payload", "fetchMessages");
  }
}
