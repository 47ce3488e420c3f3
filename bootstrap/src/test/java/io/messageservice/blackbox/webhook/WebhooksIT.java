package io.messageservice.blackbox.webhook;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.ServiceProcess;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every event reaches the back end, in order. */
@AlsoInCluster
final class WebhooksIT extends Scenario {

  private static final EventReceiver RECEIVER = new EventReceiver();
  private static final ServiceProcess SERVICE = ServiceProcess.ready(RECEIVER.settings());

  private final String lobby = id("lobby");

  @Override
  public ServiceProcess service() {
    return SERVICE;
  }

  @AfterAll
  static void end() {
    SERVICE.close();
    RECEIVER.close();
  }

  private List<String> types(String conversation) {
    return RECEIVER.received.stream()
        .filter(event -> event.conversation().equals(conversation))
        .map(EventReceiver.Received::type)
        .toList();
  }

  @Test
  void whatHappensToAMessageIsSentInItsOrder() {
    Client alice = connect("alice", lobby);
    String messageId = alice.say(lobby, "hello").get("id").asText();
    JsonNode unused = alice.ask("editMessage", "messageId", messageId, "content", "hello all");
    unused = alice.ask("addReaction", "messageId", messageId, "reaction", "+1");
    unused = alice.ask("deleteMessage", "messageId", messageId);

    await().until(() -> types(lobby).contains("message.deleted"));

    assertThat(types(lobby))
        .containsSubsequence(
            "conversation.created",
            "participant.added",
            "message.created",
            "message.changed",
            "reaction.changed",
            "message.deleted");
    assertThat(RECEIVER.received)
        .filteredOn(event -> event.conversation().equals(lobby))
        .isSortedAccordingTo((one, other) -> one.id().compareTo(other.id()));
  }

  @Test
  void whoIsAwayIsARecipientWithTheirBadge() {
    Client alice = connect("alice");
    String bob = id("bob");
    JsonNode unused = alice.tell(bob, id("direct"), "are you there?");

    await().until(() -> !RECEIVER.messages(id("direct")).isEmpty());

    JsonNode data = RECEIVER.once(id("direct"), "message.created").get(0).event().get("data");
    assertThat(data.get("recipients"))
        .isEqualTo(
            Json.array(
                Json.object(
                    "userId",
                    bob,
                    "muted",
                    false,
                    "mentioned",
                    false,
                    "unread",
                    1,
                    "unreadTotal",
                    1)));
  }

  @Test
  void manyMessagesComeEachOnceInTheirOrder() {
    Client alice = connect("alice", lobby);
    IntStream.range(0, 300)
        .forEach(i -> alice.send("sendMessage", "conversationId", lobby, "content", "m" + i));
    IntStream.range(0, 300).forEach(i -> alice.expectReply("sendMessage"));

    await().until(() -> RECEIVER.messages(lobby).size() == 300);

    assertThat(RECEIVER.messages(lobby))
        .isEqualTo(IntStream.range(0, 300).mapToObj(i -> "m" + i).toList());
    assertThat(SERVICE.metrics())
        .containsKey("message_service_webhook_calls_total{outcome=\"acknowledged\"}");
  }
}
