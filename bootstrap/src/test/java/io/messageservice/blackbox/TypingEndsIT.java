package io.messageservice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who types and does not say that he stopped. */
final class TypingEndsIT extends Scenario {

  private final String lobby = id("lobby");

  private Client typing(Client... others) {
    Client typist = connect("typist");
    typist.join(lobby);
    typist.send("typing", "conversationId", lobby, "isTyping", true);
    for (Client other : others) {
      expectTyping(other, true);
    }
    return typist;
  }

  private void expectTyping(Client client, boolean isTyping) {
    assertThat(client.expectPush("userTyping"))
        .isEqualTo(
            Json.object(
                "userId",
                id("typist"),
                "username",
                id("typist"),
                "conversationId",
                lobby,
                "isTyping",
                isTyping));
  }

  @Test
  void silenceEndsIt() {
    Client alice = connect("alice");
    alice.join(lobby);
    typing(alice);

    expectTyping(alice, false);
  }

  @Test
  void leavingEndsIt() {
    Client alice = connect("alice");
    alice.join(lobby);
    Client typist = typing(alice);

    typist.ask("leaveConversation", "conversationId", lobby);

    expectTyping(alice, false);
  }

  @Test
  void closingEndsIt() {
    Client alice = connect("alice");
    alice.join(lobby);
    Client typist = typing(alice);

    typist.close();

    expectTyping(alice, false);
  }

  @Test
  void losingTheConnectionEndsIt() {
    Client alice = connect("alice");
    alice.join(lobby);
    Client typist = typing(alice);

    typist.abort();

    expectTyping(alice, false);
  }
}
