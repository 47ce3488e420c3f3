package io.messageservice.blackbox.conversation;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ClusterMode;
import io.messageservice.blackbox.Json;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Users who type and do not send that they stopped. */
@AlsoInCluster
@AlsoOverSse
final class TypingEndsIT extends TypingScenario {

  @Test
  void silenceEndsIt() {
    Client alice = connect("alice", lobby);
    Client typist = connect("typist", lobby);
    awaitInterest(lobby);

    types(typist, true);

    expectTyping(alice, typist, true);
    expectTyping(alice, typist, false);
  }

  @Test
  void leavingAnOpenConversationEndsIt() {
    Client alice = connect("alice", lobby);
    Client typist = connect("typist", lobby);
    awaitInterest(lobby);
    types(typist, true);
    expectTyping(alice, typist, true);

    typist.ask("leaveConversation", "conversationId", lobby);

    JsonNode unused = expectTheEndBeforeASentinel(alice, typist);
  }

  @Test
  void leavingADirectConversationEndsIt() {
    Client alice = connect("alice");
    Client typist = connect("typist");
    typist.expectMessage(alice.tell(typist.userId(), lobby, "just us"));
    alice.join(lobby);
    typist.join(lobby);
    awaitInterest(lobby);
    types(typist, true);
    expectTyping(alice, typist, true);

    typist.ask("leaveConversation", "conversationId", lobby);

    typist.expectMessage(expectTheEndBeforeASentinel(alice, typist));
  }

  /** What another node tells may come behind what alice's node answers: then she waits for it. */
  private JsonNode expectTheEndBeforeASentinel(Client alice, Client typist) {
    if (ClusterMode.isOn()) {
      expectTyping(alice, typist, false);
      return alice.say(lobby, "sentinel");
    }
    alice.send("sendMessage", "conversationId", lobby, "content", "sentinel");
    expectTyping(alice, typist, false);
    return alice.expectReply("sendMessage").get("message");
  }

  @Test
  void closingEndsIt() {
    endsBeforeSilence(Client::close);
  }

  @Test
  void losingTheConnectionEndsIt() {
    endsBeforeSilence(Client::abort);
  }

  private void endsBeforeSilence(Consumer<Client> end) {
    Client alice = connect("alice", lobby);
    Client bob = connect("bob", lobby);
    await().until(() -> isEndedBeforeSilence(alice, bob, end));
  }

  /**
   * Bob has been silent for longer than the typist, so that silence would end their typing first.
   * It does where this took too long.
   */
  private boolean isEndedBeforeSilence(Client alice, Client bob, Consumer<Client> end) {
    Client typist = connect("typist", lobby);
    awaitInterest(lobby);
    types(bob, true);
    expectTyping(alice, bob, true);
    expectTyping(typist, bob, true);
    types(typist, true);
    expectTyping(alice, typist, true);
    expectTyping(bob, typist, true);

    end.accept(typist);

    expectTyping(bob, typist, false);
    types(bob, false);
    List<JsonNode> ends = List.of(alice.expectPush("userTyping"), alice.expectPush("userTyping"));
    assertThat(Json.texts(ends, "userId")).containsExactlyInAnyOrder(bob.userId(), typist.userId());
    assertThat(ends).allMatch(push -> !push.get("isTyping").asBoolean());
    return ends.get(0).get("userId").asText().equals(typist.userId());
  }
}
