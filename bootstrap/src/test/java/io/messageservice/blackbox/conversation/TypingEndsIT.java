package io.messageservice.blackbox.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.ClusterMode;
import org.junit.jupiter.api.Test;

/** Who types and does not say that he stopped. */
@AlsoInCluster
final class TypingEndsIT extends TypingScenario {

  @Test
  void silenceEndsIt() {
    Client alice = connect("alice", lobby);
    Client typist = connect("typist", lobby);

    types(typist, true);

    expectTyping(alice, typist, true);
    expectTyping(alice, typist, false);
  }

  @Test
  void leavingAnOpenConversationEndsIt() {
    Client alice = connect("alice", lobby);
    Client typist = connect("typist", lobby);
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
    Client alice = connect("alice", lobby);
    Client typist = connect("typist", lobby);

    endsBeforeSilence(alice, typist, typist::close);
  }

  @Test
  void losingTheConnectionEndsIt() {
    Client alice = connect("alice", lobby);
    Client typist = connect("typist", lobby);

    endsBeforeSilence(alice, typist, typist::abort);
  }

  /** Bob has been silent for longer, so that silence would end his typing first. */
  private void endsBeforeSilence(Client alice, Client typist, Runnable end) {
    Client bob = connect("bob", lobby);
    types(bob, true);
    expectTyping(alice, bob, true);
    expectTyping(typist, bob, true);
    types(typist, true);
    expectTyping(alice, typist, true);
    expectTyping(bob, typist, true);

    end.run();

    expectTyping(alice, typist, false);
    expectTyping(bob, typist, false);
    types(bob, false);
    expectTyping(alice, bob, false);
  }
}
