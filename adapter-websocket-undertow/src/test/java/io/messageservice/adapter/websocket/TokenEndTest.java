package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a connection that was given another token, over a real socket. */
final class TokenEndTest {

  private static final String EXPIRED = "1008 token expired";

  @Test
  void aLaterEndReplacesTheEarlier() throws IOException {
    try (Fixture fixture = Fixture.ofTestTime();
        ByteClient client = client(fixture, "short-ann", "end 200")) {
      for (int i = 0; i < 7; i++) {
        live(fixture, client, 31);
      }

      fixture.time.pass(Duration.ofSeconds(14));

      assertThat(client.readClose()).isEqualTo(EXPIRED);
    }
  }

  @Test
  void anEarlierEndReplacesTheLater() throws IOException {
    try (Fixture fixture = Fixture.ofTestTime();
        ByteClient client = client(fixture, "short-ann", "end -20")) {
      fixture.time.pass(Duration.ofSeconds(9));
      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).as("before the next ping").isEqualTo("81 01 61");

      fixture.time.pass(Duration.ofSeconds(2));

      assertThat(client.readClose()).isEqualTo(EXPIRED);
    }
  }

  @Test
  void aTokenWithoutAnEndTakesTheEndAway() throws IOException {
    try (Fixture fixture = Fixture.ofTestTime();
        ByteClient client = client(fixture, "short-ann", "end never")) {
      for (int i = 0; i < 5; i++) {
        live(fixture, client, 31);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"end 1", "end never"})
  void whereConnectionsOutliveTheirTokensNothingEnds(String command) throws IOException {
    try (Fixture fixture = Fixture.with(Fixture.config(true, false, 10));
        ByteClient client = client(fixture, "short-ann", command)) {
      for (int i = 0; i < 4; i++) {
        live(fixture, client, 31);
      }
    }
  }

  @Test
  void aCloseThatHasBegunEndsInItsTime() throws IOException {
    try (Fixture fixture = Fixture.ofTestTime();
        ByteClient client = client(fixture, "short-ann", "close TOO_MANY_COMMANDS enough")) {
      assertThat(client.readClose()).isEqualTo("1013 enough");

      fixture
          .sessions
          .loops
          .get(0)
          .execute(() -> fixture.sessions.wires.get(0).expireAt(Optional.empty()));
      fixture.time.pass(Duration.ofSeconds(2));

      await().until(() -> fixture.connections() == 0);
    }
  }

  private static ByteClient client(Fixture fixture, String token, String command)
      throws IOException {
    ByteClient client = fixture.client(token);
    client.send(Hex.text(command));
    await().until(() -> fixture.sessions.heard.contains(command));
    return client;
  }

  /** Lets time pass, after which the client is still there. */
  private static void live(Fixture fixture, ByteClient client, int seconds) throws IOException {
    fixture.time.pass(Duration.ofSeconds(seconds));
    assertThat(client.read(2)).as("a ping").isEqualTo("89 00");
    client.send(Hex.text("echo a"));
    assertThat(client.read(3)).isEqualTo("81 01 61");
  }
}
