package io.messageservice.blackbox.resume;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ClusterMode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.OneNodeOnly;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Returning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Replays that cannot end while their client does not read: more than all buffers between them take
 * is to be told.
 */
@AlsoInCluster
final class LongReplayIT extends Returning {

  private static final String LARGE = "漢".repeat(10_000);

  /** Together some 12 MB. */
  private static final int MESSAGES = 400;

  private static final int WINDOW = 20;

  /** Says what fills the lobby, no faster than the listener hears it. */
  private void sayMuch(Client speaker, Client listener) {
    for (int said = 0; said < MESSAGES; said += WINDOW) {
      expectMessages(listener, say(speaker, lobby, LARGE, WINDOW));
    }
  }

  /**
   * The next frame; between nodes what was said shortly before this connection may be pushed first,
   * since their clocks do not tell which was first.
   */
  private static JsonNode answer(RawClient client) {
    JsonNode frame = client.readJson();
    while (ClusterMode.isOn() && frame.path("event").asText().equals("newMessage")) {
      frame = client.readJson();
    }
    return frame;
  }

  @Test
  void whoReadsSlowlyIsToldAllAndKeepsNobodyWaiting() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.join(lobby);
    sayMuch(alice, bob);
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.send(comingBack(lobby, 0));
      assertRecovered(slow.readJson(), true, MESSAGES);

      List<JsonNode> meanwhile = say(alice, lobby, "meanwhile", 100);
      expectMessages(bob, meanwhile);

      List<Long> seen = new ArrayList<>();
      for (int n = 1; n <= 40; n++) {
        see(slow, seen, seen.size() + 10);
        bob.expectMessage(alice.say(lobby, "between bites"));
      }
      see(slow, seen, MESSAGES + 140);
      assertThat(seen).isEqualTo(positions(1, MESSAGES + 140));
      JsonNode live = alice.say(lobby, "live");
      assertThat(slow.readJson().get("data")).isEqualTo(live);
      bob.expectMessage(live);
    }
  }

  @Test
  void messageSentDuringTheReplayComesOnceAsItsReplyInItsPlace() {
    Client alice = connect("alice");
    say(alice, lobby, LARGE, MESSAGES);
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.send(comingBack(lobby, 0));
      assertRecovered(slow.readJson(), true, MESSAGES);

      List<Long> own = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        slow.send(saying("from here"));
        own.add(alice.expectPush("newMessage").get("seq").asLong());
        alice.say(lobby, "from there");
      }

      assertThat(own).containsExactly(MESSAGES + 1L, MESSAGES + 3L, MESSAGES + 5L);
      for (long seq = 1; seq <= MESSAGES + 6; seq++) {
        JsonNode frame = slow.readJson();
        assertThat(frame.has("message")).as("reply at %s", seq).isEqualTo(own.contains(seq));
        assertThat(seqOf(frame)).isEqualTo(seq);
      }
      JsonNode live = alice.say(lobby, "live");
      assertThat(slow.readJson().get("data")).isEqualTo(live);
    }
  }

  @Test
  void retryDuringTheReplayIsAnsweredAndNotToldAgain() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    bob.join(lobby);
    sayMuch(alice, bob);
    JsonNode first =
        bob.ask("sendMessage", "conversationId", lobby, "content", "once", "clientMessageId", "k1");
    alice.expectMessage(first.get("message"));
    try (RawClient slow = RawClient.upgraded(service(), bob.userId())) {
      slow.send(comingBack(lobby, 0));
      assertRecovered(slow.readJson(), true, MESSAGES + 1);

      slow.send(
          Client.command(
              "sendMessage", "conversationId", lobby, "content", "once", "clientMessageId", "k1"));

      JsonNode last = alice.say(lobby, "sentinel");
      bob.expectMessage(last);
      List<JsonNode> replies = new ArrayList<>();
      List<Long> seen = new ArrayList<>();
      JsonNode frame = readUntil(slow, next -> seqOf(next) == MESSAGES + 2, seen, replies);
      assertThat(frame.get("data")).isEqualTo(last);
      assertThat(replies).hasSizeLessThanOrEqualTo(1);
      if (replies.isEmpty()) {
        replies.add(slow.readJson());
      }
      assertThat(replies.get(0).path("duplicate").asBoolean()).isTrue();
      assertThat(replies.get(0).get("message")).isEqualTo(first.get("message"));
      assertThat(seen).as("told or answered, each once").isEqualTo(positions(1, MESSAGES + 2));
    }
  }

  @Test
  void anotherJoinOfTheSameReplacesTheReplay() {
    Client alice = connect("alice");
    say(alice, lobby, LARGE, MESSAGES);
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.send(comingBack(lobby, 0));
      assertRecovered(slow.readJson(), true, MESSAGES);

      slow.send(comingBack(lobby, MESSAGES - 5));

      List<Long> seen = new ArrayList<>();
      JsonNode second = readUntil(slow, next -> next.has("success"), seen, new ArrayList<>());
      assertRecovered(second, true, MESSAGES);
      assertThat(seen).isEqualTo(positions(1, seen.size()));
      seen.clear();
      see(slow, seen, 5);
      assertThat(seen).isEqualTo(positions(MESSAGES - 4, MESSAGES));
      JsonNode live = alice.say(lobby, "live");
      assertThat(slow.readJson().get("data")).isEqualTo(live);
    }
  }

  @Test
  void joinWithoutAPositionEndsTheReplay() {
    Client alice = connect("alice");
    say(alice, lobby, LARGE, MESSAGES);
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.send(comingBack(lobby, 0));
      assertRecovered(slow.readJson(), true, MESSAGES);

      slow.send(Client.command("joinConversation", "conversationId", lobby));

      List<Long> seen = new ArrayList<>();
      JsonNode second = readUntil(slow, next -> next.has("success"), seen, new ArrayList<>());
      assertThat(second.has("recovered")).isFalse();
      assertThat(second.get("seq").asLong()).isEqualTo(MESSAGES);
      assertThat(seen).isEqualTo(positions(1, seen.size()));
      JsonNode live = alice.say(lobby, "live");
      assertThat(slow.readJson().get("data")).isEqualTo(live);
    }
  }

  @Test
  @OneNodeOnly("between nodes, what was said shortly before a connection is pushed to it, too")
  void severalReplaysComeOneAfterAnotherAndAllAreWhole() {
    Client alice = connect("alice");
    List<String> all = List.of(id("one"), id("two"), id("three"));
    all.forEach(conversation -> say(alice, conversation, LARGE, MESSAGES / 2));
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      for (String conversation : all) {
        slow.send(comingBack(conversation, 10));
      }
      List<JsonNode> last = all.stream().map(where -> alice.say(where, "last")).toList();

      List<JsonNode> told = new ArrayList<>();
      int replies = 0;
      while (told.size() < 3 * (MESSAGES / 2 - 9)) {
        JsonNode frame = slow.readJson();
        if (frame.has("success")) {
          assertThat(frame.path("recovered").asBoolean()).as("%s", frame).isTrue();
          replies++;
        } else {
          told.add(frame.get("data"));
        }
      }

      assertThat(replies).isEqualTo(3);
      List<JsonNode> missed =
          told.stream().filter(message -> message.get("seq").asLong() <= MESSAGES / 2).toList();
      assertThat(Json.texts(missed, "conversationId"))
          .as("one after another")
          .isSortedAccordingTo(comparingInt(all::indexOf));
      for (int i = 0; i < all.size(); i++) {
        String conversation = all.get(i);
        List<JsonNode> view =
            told.stream()
                .filter(message -> message.get("conversationId").asText().equals(conversation))
                .toList();
        assertThat(Json.numbers(view, "seq")).isEqualTo(positions(11, MESSAGES / 2 + 1));
        assertThat(view.get(view.size() - 1)).isEqualTo(last.get(i));
      }
    }
  }

  /** Few enough that all are told from memory, and more than that. */
  @ParameterizedTest
  @ValueSource(ints = {100, MESSAGES})
  void whoLeavesAnOpenConversationDuringTheReplayHearsNothingMore(int messages) {
    Client alice = connect("alice");
    say(alice, lobby, LARGE, messages);
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.send(comingBack(lobby, 0));
      assertRecovered(slow.readJson(), true, messages);

      slow.send(Client.command("leaveConversation", "conversationId", lobby));

      List<Long> seen = new ArrayList<>();
      JsonNode left = readUntil(slow, next -> next.has("success"), seen, new ArrayList<>());
      assertThat(left.get("event").asText()).isEqualTo("leaveConversation");
      assertThat(seen).isEqualTo(positions(1, seen.size()));
      alice.say(lobby, "unheard");
      slow.sendText("{\"event\":\"ping\"}");
      assertThat(slow.readJson().get("event").asText()).isEqualTo("pong");
    }
  }

  @Test
  @OneNodeOnly("between nodes, what was said shortly before a connection is pushed to it, too")
  void whoLeavesADirectConversationDuringTheReplayIsToldAll() {
    Client alice = connect("alice");
    alice.tell(id("slow"), lobby, "just us");
    say(alice, lobby, LARGE, MESSAGES - 1);
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.send(comingBack(lobby, 0));
      assertRecovered(answer(slow), true, MESSAGES);

      slow.send(Client.command("leaveConversation", "conversationId", lobby));
      say(alice, lobby, "meanwhile", 5);

      List<Long> seen = new ArrayList<>();
      List<JsonNode> replies = new ArrayList<>();
      readUntil(slow, next -> seqOf(next) == MESSAGES + 5, seen, replies);
      assertThat(seen).isEqualTo(positions(1, MESSAGES + 5));
      assertThat(Json.texts(replies, "event")).containsExactly("leaveConversation");
      JsonNode live = alice.say(lobby, "live");
      assertThat(slow.readJson().get("data")).isEqualTo(live);
    }
  }

  @Test
  void whoGoesAwayDuringTheReplayComesBackWhereHeStopped() {
    Client alice = connect("alice");
    say(alice, lobby, LARGE, MESSAGES);
    List<Long> seen = new ArrayList<>();
    while (seen.size() < MESSAGES) {
      try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
        slow.send(comingBack(lobby, seen.size()));
        assertRecovered(slow.readJson(), true, MESSAGES);
        see(slow, seen, Math.min(MESSAGES, seen.size() + 150));
      }
    }

    assertThat(seen).isEqualTo(positions(1, MESSAGES));
    alice.hearsNothing();
  }

  private JsonNode saying(String content) {
    return Client.command("sendMessage", "conversationId", lobby, "content", content);
  }

  /** Reads on until so many messages were seen; nothing else may come. */
  private static void see(RawClient client, List<Long> seen, int count) {
    while (seen.size() < count) {
      JsonNode frame = client.readJson();
      assertThat(frame.path("event").asText()).as("%s", frame.path("code")).isEqualTo("newMessage");
      seen.add(seqOf(frame));
    }
  }

  /** Reads on until such a frame, and keeps the positions of messages and the replies before it. */
  private static JsonNode readUntil(
      RawClient client, Predicate<JsonNode> last, List<Long> seen, List<JsonNode> replies) {
    while (true) {
      JsonNode frame = client.readJson();
      boolean duplicate = frame.path("duplicate").asBoolean();
      if (seqOf(frame) > 0 && !duplicate) {
        seen.add(seqOf(frame));
      }
      if (last.test(frame)) {
        return frame;
      }
      if (frame.has("success")) {
        replies.add(frame);
      }
    }
  }

  /** The position of the message in the frame; 0 where there is none. */
  private static long seqOf(JsonNode frame) {
    return frame.path(frame.has("message") ? "message" : "data").path("seq").asLong();
  }

  private static List<Long> positions(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
