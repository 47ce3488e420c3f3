package io.messageservice.blackbox.connecting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.Head;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import org.junit.jupiter.api.Test;

/** The opening handshake, byte by byte (RFC 6455, section 4.2). */
final class HandshakeIT extends Scenario {

  private final String target = "/?token=" + Tokens.of(id("alice"));

  private Head answerTo(String request) {
    try (RawClient raw = new RawClient(service())) {
      return raw.send(request.getBytes(ISO_8859_1)).readHead();
    }
  }

  private Head answerWithout(String line) {
    String good = RawClient.request(target);
    String spoilt = good.replace(line + "\r\n", "");
    assertThat(spoilt).isNotEqualTo(good);
    return answerTo(spoilt);
  }

  @Test
  void goodRequestIsAcceptedByTheBook() {
    Head head = answerTo(RawClient.request(target));

    assertThat(head.status()).isEqualTo(101);
    assertThat(head.headers()).containsEntry("sec-websocket-accept", RawClient.ACCEPT);
    assertThat(head.headers().get("upgrade")).isEqualToIgnoringCase("websocket");
    assertThat(head.headers().get("connection")).isEqualToIgnoringCase("Upgrade");
    assertThat(head.headers()).doesNotContainKeys("sec-websocket-protocol");
    assertThat(head.headers().values()).noneMatch(value -> value.contains("token="));
  }

  @Test
  void requestMayComeByteByByte() {
    try (RawClient raw = new RawClient(service())) {
      raw.sendByteByByte(RawClient.request(target).getBytes(ISO_8859_1));
      assertThat(raw.readHead().status()).isEqualTo(101);

      raw.sendByteByByte(RawClient.frame(0x81, "{\"event\":\"ping\"}".getBytes(ISO_8859_1)));
      assertThat(raw.readJson().path("event").asText()).isEqualTo("pong");
    }
  }

  @Test
  void framesMayFollowTheRequestAtOnce() {
    try (RawClient raw = new RawClient(service())) {
      String request = RawClient.request(target);
      byte[] ping = RawClient.frame(0x81, "{\"event\":\"ping\"}".getBytes(ISO_8859_1));
      byte[] both = new byte[request.length() + ping.length];
      System.arraycopy(request.getBytes(ISO_8859_1), 0, both, 0, request.length());
      System.arraycopy(ping, 0, both, request.length(), ping.length);

      raw.send(both);

      assertThat(raw.readHead().status()).isEqualTo(101);
      assertThat(raw.readJson().path("event").asText()).isEqualTo("pong");
    }
  }

  @Test
  void namesAreComparedWithoutCaseAndConnectionIsAList() {
    String request =
        RawClient.request(target)
            .replace("Connection: Upgrade", "connection: keep-alive, upgrade")
            .replace("Upgrade: websocket", "UPGRADE: WebSocket");

    assertThat(answerTo(request).status()).isEqualTo(101);
  }

  @Test
  void otherVersionsAreToldTheRightOne() {
    String good = RawClient.request(target);
    Head old = answerTo(good.replace("Version: 13", "Version: 8"));

    assertThat(old.status()).isEqualTo(426);
    assertThat(old.headers()).containsEntry("sec-websocket-version", "13");
  }

  @Test
  void keyOfSixteenBytesIsNeeded() {
    String good = RawClient.request(target);

    assertThat(answerWithout("Sec-WebSocket-Key: " + RawClient.KEY).status()).isEqualTo(400);
    assertThat(answerTo(good.replace(RawClient.KEY, "c2hvcnQ=")).status()).isEqualTo(400);
    assertThat(answerTo(good.replace(RawClient.KEY, "not base 64 at all!!!!!!")).status())
        .isEqualTo(400);
  }

  @Test
  void upgradeIsNeverGivenUnasked() {
    assertThat(answerWithout("Upgrade: websocket").status()).isBetween(400, 499);
    assertThat(answerWithout("Connection: Upgrade").status()).isBetween(400, 499);
    String post = RawClient.request(target, "Content-Length: 0").replace("GET ", "POST ");
    assertThat(answerTo(post).status()).isBetween(400, 499);
  }

  @Test
  void otherPathsAreNoEndpoints() {
    assertThat(answerTo(RawClient.request("/elsewhere")).status()).isEqualTo(404);
  }
}
