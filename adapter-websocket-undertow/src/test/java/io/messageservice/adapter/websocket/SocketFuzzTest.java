package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.application.fuzz.Fuzz;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that send what is broken, over real sockets. */
final class SocketFuzzTest {

  private final Fixture fixture = Fixture.ofTestTime();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void brokenFramesAndHandshakesAreNoFaultAndLeaveTheOthersUnharmed() throws IOException {
    try (ByteClient ann = fixture.client("ann")) {
      Fuzz.rounds(
          "sockets",
          500,
          random -> {
            disturb(random);

            ann.send(Hex.text("echo a"));
            assertThat(ann.read(3)).isEqualTo("81 01 61");
          });
      await().until(() -> fixture.connections() == 1);
    }
    assertThat(fixture.events.heard).noneMatch(event -> event.startsWith("fault"));
  }

  private void disturb(Random random) throws IOException {
    byte[] frames = FrameStream.valid(random).mutated();
    try (ByteClient client = fixture.raw()) {
      String request = ByteClient.request("/?token=mallory");
      client.sendText(random.nextInt(4) == 0 ? cutOrSpoiled(request, random) : request);
      client.send(Hex.of(frames));
      if (random.nextBoolean()) {
        client.endOutput();
        client.readToEnd();
      }
    } catch (SocketTimeoutException silent) {
      throw silent;
    } catch (IOException ended) {
      // the server was faster
    }
  }

  private static String cutOrSpoiled(String request, Random random) {
    int at = random.nextInt(request.length());
    return random.nextBoolean()
        ? request.substring(0, at)
        : request.substring(0, at) + (char) random.nextInt(256) + request.substring(at + 1);
  }
}
