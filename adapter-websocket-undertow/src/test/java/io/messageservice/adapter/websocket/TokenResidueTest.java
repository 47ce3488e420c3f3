package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.adapter.websocket.peer.TestTime;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.Identity;
import io.messageservice.domain.user.UserId;
import io.messageservice.transport.TransportConfig;
import io.messageservice.transport.TransportEvents;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a live connection keeps of its handshake, looked up in a dump of the live heap. */
final class TokenResidueTest {

  private static final Identity ANYONE =
      new Identity(new UserId("anyone"), new DisplayName("anyone"), Optional.empty());

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?token=%s | X: y",
        "/ | Authorization: Bearer %s",
        "/ | Sec-WebSocket-Protocol: message-service.v1, bearer.%s"
      })
  void theTokenIsNotReachableFromItsConnection(String place) throws IOException {
    RecordingSessions sessions = new RecordingSessions();
    try (WebSocketServer server =
            new WebSocketServer(
                0,
                1,
                new ServerSetup(
                    TransportConfig.DEFAULT, WebSocketConfig.DEFAULT, new FrameLimits(1000, false)),
                TestTime.real(),
                (token, verdict) -> verdict.accept(new Verdict.Known(ANYONE)),
                sessions,
                TransportEvents.NONE);
        ByteClient client = ByteClient.connect(server.port())) {
      String turned = connectWithNewToken(client, place);
      client.send(Hex.text("echo a"));
      assertThat(client.read(3)).isEqualTo("81 01 61");
      await().until(() -> sessions.heard.contains("echo a"));

      String heap = liveHeap();

      assertThat(heap.contains(turned)).as("the dump is of this heap").isTrue();
      assertThat(heap.contains(new StringBuilder(turned).reverse())).isFalse();
    }
  }

  /** Returns the token backwards, so that the test itself does not keep it. */
  private static String connectWithNewToken(ByteClient client, String place) throws IOException {
    String token = UUID.randomUUID().toString().repeat(3);
    String[] words = place.replace("%s", token).split(" \\| ", -1);
    assertThat(client.handshake(words[0], words[1])).startsWith("HTTP/1.1 101");
    return new StringBuilder(token).reverse().substring(0, 60);
  }

  private String liveHeap() throws IOException {
    Path dump = folder.resolve("live.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    return Files.readString(dump, StandardCharsets.ISO_8859_1);
  }
}
