package io.messageservice.adapter.websocket;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.ByteClient;
import io.messageservice.adapter.websocket.peer.Hex;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 4.2, over a real socket. */
final class HandshakeTest {

  private Fixture fixture = Fixture.ofTestTime();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?token=ann", "/ws?token=ann"})
  void aGoodHandshakeIsAnsweredByTheDigestOfItsKey(String path) throws IOException {
    try (ByteClient client = fixture.raw()) {
      String head = client.handshake(path);

      assertThat(head)
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .containsIgnoringCase("\r\nConnection: Upgrade\r\n")
          .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
          .containsIgnoringCase("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
          .doesNotContainIgnoringCase("Sec-WebSocket-Protocol")
          .doesNotContainIgnoringCase("Sec-WebSocket-Location")
          .doesNotContain("ann");
      await().until(() -> fixture.sessions.heard.contains("open ann BASE"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Connection: Upgrade | Connection: keep-alive | 400",
        "Connection: Upgrade | X: y | 400",
        "Upgrade: websocket | Upgrade: h2c | 400",
        "GET | POST | 400",
        "HTTP/1.1 | HTTP/1.0 | 400",
        "Sec-WebSocket-Version: 13 | Sec-WebSocket-Version: 8 | 426",
        "Sec-WebSocket-Version: 13 | X: y | 426",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | X: y | 400",
        "dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZSBub25j | 400",
        "dGhlIHNhbXBsZSBub25jZQ== | dGhlIHNhbXBsZSBub25jZWU= | 400",
        "dGhlIHNhbXBsZSBub25jZQ== | ###################### | 400",
        "Upgrade: websocket | X: y | 426",
        "/ws? | /wss? | 404",
        "Host | Content-Length: 5%Host | 400",
        "Host | Transfer-Encoding: chunked%Host | 400",
        "Host | Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==%Host | 400",
      })
  void aHandshakeThatLacksSomethingIsRefused(String good, String bad, int status)
      throws IOException {
    try (ByteClient client = fixture.raw()) {
      String request = ByteClient.request("/ws?token=secret");
      assertThat(request).contains(good);

      client.sendText(request.replaceFirst(good, bad.replace("%", "\r\n")));

      String head = client.head();
      assertThat(head).startsWith("HTTP/1.").doesNotContain("secret");
      assertThat(head.substring(8)).startsWith(" " + status + " ");
      if (status == 426) {
        assertThat(head)
            .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
            .containsIgnoringCase("\r\nSec-WebSocket-Version: 13\r\n");
      }
      assertThat(fixture.events.heard).containsExactly("refused " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep-alive, Upgrade", "upgrade", "UPGRADE , x"})
  void connectionMayListMoreThanUpgrade(String value) throws IOException {
    try (ByteClient client = fixture.raw()) {
      client.sendText(
          ByteClient.request("/?token=ann")
              .replace("Connection: Upgrade", "Connection: " + value)
              .replace("Upgrade: websocket", "Upgrade: WebSocket"));

      assertThat(client.head()).startsWith("HTTP/1.1 101");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example, 101",
    "https://app.example:443, 101",
    "HTTPS://App.Example, 101",
    "http://app.example, 403",
    "https://app.example:8443, 403",
    "http://other.example:3000, 101",
    "http://other.example, 403",
    "http://chat.example, 101", // the host of the request, any port
    "https://chat.example:3000, 101",
    "https://CHAT.example:3000, 101",
    "http://evil.example, 403",
    "http://chat.example.evil.example, 403",
    "http://evil.example/chat.example, 403",
    "http://chat.example@evil.example, 403",
    "http://my_app:3000, 101",
    "http://my_app, 403",
    "capacitor://localhost, 101",
    "tauri://localhost, 403",
    "file://, 101",
    "null, 101",
    "chat.example, 403",
    "'', 403",
  })
  void pagesMayConnectFromTheOwnHostAndConfiguredOrigins(String origin, int status)
      throws IOException {
    try (ByteClient client = fixture.raw()) {
      assertThat(client.handshake("/?token=ann", "Origin: " + origin))
          .startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void twoOriginsAreNoOrigin() throws IOException {
    try (ByteClient client = fixture.raw()) {
      assertThat(
              client.handshake("/", "Origin: https://app.example", "Origin: https://app.example"))
          .startsWith("HTTP/1.1 403");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/?token=ann | X: y | open ann BASE",
        "/?token=ann | Authorization: Bearer bob | open ann BASE",
        "/?token= | Authorization: bearer bob | open bob BASE",
        "/ | Authorization: Bearer bob | open bob BASE",
        "/ | Sec-WebSocket-Protocol: message-service.v1, bearer.eve | open eve V1",
        "/?token=ann | Sec-WebSocket-Protocol: message-service.v1, bearer.eve | open ann V1",
        "/?token=late-ann | X: y | open late-ann BASE",
        "/?token=ann | Sec-WebSocket-Protocol: chat | open ann BASE",
      })
  void theTokenIsTakenFromTheQueryTheHeaderOrTheSubprotocol(
      String path, String header, String opened) throws IOException {
    try (ByteClient client = fixture.raw()) {
      String head = client.handshake(path, header);

      assertThat(head).startsWith("HTTP/1.1 101").doesNotContain("eve", "ann", "bob");
      assertThat(head.toLowerCase(java.util.Locale.ROOT).contains("protocol: message-service.v1"))
          .isEqualTo(opened.endsWith("V1"));
      await().until(() -> fixture.sessions.heard.contains(opened));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ | X: y | 1008 authentication required | MISSING",
        "/?token= | X: y | 1008 authentication required | MISSING",
        "/?token=bad | X: y | 1008 authentication failed | INVALID",
        "/?token=late-bad | X: y | 1008 authentication failed | INVALID",
        "/?token=expired | X: y | 1008 token expired | EXPIRED",
        "/ | Authorization: Basic YTpi | 1008 authentication required | MISSING",
        "/ | Sec-WebSocket-Protocol: bearer.ann | 1008 authentication required | MISSING",
        "/ | Sec-WebSocket-Protocol: message-service.v1, bearer.bad | 1008 authentication failed | INVALID",
        "/ | Sec-WebSocket-Protocol: message-service.v1 | 1008 authentication required | MISSING",
      })
  void aRefusedTokenIsUpgradedAndThenTold(String path, String header, String close, String reason)
      throws IOException {
    try (ByteClient client = fixture.raw()) {
      String head = client.handshake(path, header);

      assertThat(head).startsWith("HTTP/1.1 101");
      assertThat(head.contains("message-service.v1"))
          .isEqualTo(header.contains("message-service.v1"));
      assertThat(client.readClose()).isEqualTo(close);
    }
    List<String> all = List.of("opened", "token " + reason, "closed TOKEN_" + reason);
    await().until(() -> fixture.events.heard.equals(all));
    assertThat(fixture.sessions.heard).isEmpty();
  }

  @Test
  void theQueryIsNotReadWhereItIsSwitchedOff() throws IOException {
    fixture.close();
    fixture = Fixture.with(Fixture.config(false, true, 100));
    try (ByteClient client = fixture.client("ann")) {
      assertThat(client.readClose()).isEqualTo("1008 authentication required");
    }
  }

  @Test
  void oneTooManyIsAnsweredWith503UntilAnotherLeaves() throws IOException {
    fixture.close();
    fixture = Fixture.with(Fixture.config(true, true, 1));
    try (ByteClient first = fixture.client("ann");
        ByteClient second = fixture.raw()) {
      await().until(() -> fixture.connections() == 1);

      assertThat(second.handshake("/?token=bob")).startsWith("HTTP/1.1 503");

      first.send(Hex.frame(0x88, Hex.bytes("03e8")));
      assertThat(first.readClose()).isEqualTo("1000");
    }
    await().until(() -> fixture.connections() == 0);
    try (ByteClient third = fixture.raw()) {
      assertThat(third.handshake("/?token=bob")).startsWith("HTTP/1.1 101");
    }
  }
}
