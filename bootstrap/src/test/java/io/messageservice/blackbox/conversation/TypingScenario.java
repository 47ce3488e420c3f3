package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Scenario;

/** Users who type in one conversation. */
abstract class TypingScenario extends Scenario {

  final String lobby = id("lobby");

  final void types(Client client, boolean isTyping) {
    client.send("typing", "conversationId", lobby, "isTyping", isTyping);
  }

  final void expectTyping(Client client, Client typist, boolean isTyping) {
    assertThat(client.expectPush("userTyping"))
        .isEqualTo(
            Json.object(
                "userId",
                typist.userId(),
                "username",
                typist.userId(),
                "conversationId",
                lobby,
                "isTyping",
                isTyping));
  }
}
