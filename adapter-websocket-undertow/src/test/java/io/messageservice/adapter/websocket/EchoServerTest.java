package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.CollectingListener;
import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.application.waiting.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EchoServerTest {

  private final WebSocketServer server = EchoServer.start(0);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void textComesBackAsItIs() throws IOException {
    try (ByteClient client = ByteClient.upgraded(server.port(), "/")) {
      client.send(Hex.text("Hello"));

      assertThat(client.read(7)).isEqualTo("81 05 48 65 6c 6c 6f");
    }
  }

  @Test
  void bytesBehindTheHandshakeAreFrames() throws IOException {
    try (ByteClient client = ByteClient.connect(server.port())) {
      client.sendText(
          ByteClient.request("/ws")
              + new String(
                  Hex.bytes(Hex.text("Hello")), java.nio.charset.StandardCharsets.ISO_8859_1));

      client.head();
      assertThat(client.read(7)).isEqualTo("81 05 48 65 6c 6c 6f");
    }
  }

  @Test
  void largeMessagesOfBothKindsComeBackToTheJdkClient() throws Exception {
    CollectingListener listener = new CollectingListener();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://localhost:" + server.port() + "/"), listener)
            .get(Patience.MILLIS, TimeUnit.MILLISECONDS);
    String text = "héllo €".repeat(100_000);
    byte[] binary = new byte[1 << 20];
    binary[77] = 77;

    socket.sendText(text, true).get(Patience.MILLIS, TimeUnit.MILLISECONDS);
    socket.sendBinary(ByteBuffer.wrap(binary), true).get(Patience.MILLIS, TimeUnit.MILLISECONDS);
    socket.sendClose(4000, "bye").get(Patience.MILLIS, TimeUnit.MILLISECONDS);

    assertThat(listener.next()).isEqualTo(text);
    assertThat(listener.next()).isEqualTo(ByteBuffer.wrap(binary));
    assertThat(listener.next()).isEqualTo(4000);
  }
}
