package io.messageservice.blackbox.connecting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.RawFrame;
import io.messageservice.blackbox.Scenario;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames good and bad, and the close code that each bad one gets (RFC 6455, sections 5 to 7). */
final class CloseCodesIT extends Scenario {

  private static final byte[] PING_COMMAND = "{\"event\":\"ping\"}".getBytes(UTF_8);

  @SuppressWarnings("NullAway.Init")
  private RawClient raw;

  @BeforeEach
  void connectRaw() {
    raw = RawClient.upgraded(service(), id("alice"));
  }

  @AfterEach
  void disconnectRaw() {
    raw.close();
  }

  private void expectEnd(int code) {
    assertThat(raw.readClose().code()).isEqualTo(code);
    assertThat(raw.endsByFin()).as("ends by FIN").isTrue();
  }

  private void expectPong() {
    assertThat(raw.readJson()).isEqualTo(Json.parse("{\"event\":\"pong\",\"data\":{}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "81 00, not masked",
    "81 02 68 69, not masked with a payload",
    "C1 80 00 00 00 00, RSV1",
    "A1 80 00 00 00 00, RSV2",
    "91 80 00 00 00 00, RSV3",
    "83 80 00 00 00 00, reserved data opcode 3",
    "87 80 00 00 00 00, reserved data opcode 7",
    "8B 80 00 00 00 00, reserved control opcode B",
    "8F 80 00 00 00 00, reserved control opcode F",
    "09 80 00 00 00 00, fragmented ping",
    "08 80 00 00 00 00, fragmented close",
    "89 FE 00 7E 00 00 00 00, ping of 126 bytes",
    "88 FE 00 7E 00 00 00 00, close of 126 bytes",
    "80 80 00 00 00 00, continuation of nothing",
    "00 80 00 00 00 00, continuation of nothing that goes on",
    "01 80 00 00 00 00 81 80 00 00 00 00, text within a text",
    "01 80 00 00 00 00 82 80 00 00 00 00, binary within a text",
    "81 FF 80 00 00 00 00 00 00 00 00 00 00 00, length with the top bit set",
    "88 81 00 00 00 00 03, close of one byte"
  })
  void protocolErrorsAre1002(String hex, String what) {
    raw.sendHex(hex);

    assertThat(raw.readClose().code()).as(what).isEqualTo(1002);
    assertThat(raw.endsByFin()).as("ends by FIN").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1999, 2000, 2999, 5000, 65535})
  void closeCodesThatNobodyMaySendAre1002(int code) {
    raw.sendClose(code, "");

    expectEnd(1002);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void closeCodesOfClientsAreAnswered(int code) {
    raw.sendClose(code, "goodbye");

    expectEnd(code);
  }

  @Test
  void closeWithoutACodeIsAnswered() {
    raw.sendHex("88 80 00 00 00 00");

    assertThat(raw.readClose().code()).isIn(1000, 1005);
    assertThat(raw.endsByFin()).isTrue();
  }

  @Test
  void closeMayCarryTheLongestReason() {
    raw.sendClose(1000, "r".repeat(123));

    expectEnd(1000);
  }

  @Test
  void whatFollowsACloseIsIgnored() {
    byte[] close = RawClient.frame(0x88, RawClient.closeBody(1000, new byte[0]));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(close);
    both.writeBytes(RawClient.frame(0x81, PING_COMMAND));
    both.writeBytes(RawClient.frame(0x83, PING_COMMAND));

    raw.send(both.toByteArray());

    expectEnd(1000);
  }

  @Test
  void serverEndsTheConnectionAlsoWhereItsCloseIsNotAnswered() {
    raw.sendHex("82 80 00 00 00 00");

    expectEnd(1003);
  }

  @Test
  void binaryIs1003() {
    raw.send(RawClient.frame(0x82, PING_COMMAND));

    expectEnd(1003);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 AF", // overlong
        "E0 80 80", // overlong
        "F0 80 80 80", // overlong
        "ED A0 80", // a surrogate
        "F4 90 80 80", // past the last character
        "FF",
        "80",
        "22 C3", // ends too soon
        "22 E2 82 22"
      })
  void textThatIsNotUtf8Is1007(String hex) {
    byte[] payload = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));

    raw.send(RawClient.frame(0x81, payload));

    expectEnd(1007);
  }

  @Test
  void textThatIsNotUtf8AcrossFragmentsIs1007() {
    raw.send(RawClient.frame(0x01, new byte[] {'"', (byte) 0xE2, (byte) 0x82}));
    raw.send(RawClient.frame(0x80, new byte[] {'"'}));

    expectEnd(1007);
  }

  @Test
  void reasonThatIsNotUtf8Is1007() {
    raw.send(RawClient.frame(0x88, RawClient.closeBody(1000, new byte[] {(byte) 0xff})));

    expectEnd(1007);
  }

  @Test
  void frameThatIsTooLargeIs1009FromItsHeader() {
    raw.send(RawClient.header(0x81, 256 * 1024 + 1));

    expectEnd(1009);
  }

  @Test
  void hugeLengthIs1009() {
    raw.send(RawClient.header(0x81, Long.MAX_VALUE));

    expectEnd(1009);
  }

  @Test
  void fragmentsThatAreTooLargeTogetherAre1009() {
    raw.send(RawClient.frame(0x01, " ".repeat(200_000).getBytes(UTF_8)));
    raw.send(RawClient.header(0x80, 256 * 1024 - 200_000 + 1));

    expectEnd(1009);
  }

  @Test
  void largestFrameIsTaken() {
    String padding = " ".repeat(256 * 1024 - PING_COMMAND.length);

    raw.sendText(new String(PING_COMMAND, UTF_8) + padding);

    expectPong();
  }

  @Test
  void fragmentsMayAddUpToTheLargestMessage() {
    raw.send(RawClient.frame(0x01, PING_COMMAND));
    raw.send(RawClient.frame(0x00, " ".repeat(250_000).getBytes(UTF_8)));
    raw.send(
        RawClient.frame(
            0x80, " ".repeat(256 * 1024 - 250_000 - PING_COMMAND.length).getBytes(UTF_8)));

    expectPong();
  }

  @Test
  void fragmentsAreJoinedWithControlFramesInBetween() {
    raw.send(RawClient.frame(0x01, "{\"event\":".getBytes(UTF_8)));
    raw.send(RawClient.frame(0x00, new byte[0]));
    raw.send(RawClient.frame(0x89, "in between".getBytes(UTF_8)));
    RawFrame pong = raw.read();
    raw.send(RawClient.frame(0x80, "\"ping\"}".getBytes(UTF_8)));

    assertThat(pong.firstByte()).isEqualTo(0x80 | RawClient.PONG);
    assertThat(pong.text()).isEqualTo("in between");
    expectPong();
  }

  @Test
  void charactersMayBeCutByFragments() {
    byte[] join =
        Client.command("joinConversation", "conversationId", id("Zürich-🌄"))
            .toString()
            .getBytes(UTF_8);
    for (int i = 0; i < join.length; i++) {
      int first = (i == 0 ? RawClient.TEXT : 0) | (i == join.length - 1 ? 0x80 : 0);
      raw.send(RawClient.frame(first, new byte[] {join[i]}));
    }

    assertThat(raw.readJson().path("conversationId").asText()).isEqualTo(id("Zürich-🌄"));
  }

  @Test
  void pongsEchoTheBodyOfThePing() {
    raw.send(RawClient.frame(0x89, new byte[0]));
    raw.send(RawClient.frame(0x89, "x".repeat(125).getBytes(UTF_8)));

    assertThat(raw.read().payload()).isEmpty();
    assertThat(raw.read().text()).isEqualTo("x".repeat(125));
  }

  @Test
  void pongsThatNobodyAskedForAreFine() {
    raw.send(RawClient.frame(0x8A, "here I am".getBytes(UTF_8)));
    raw.send(RawClient.frame(0x81, PING_COMMAND));

    expectPong();
  }

  @Test
  void framesMayComeByteByByte() {
    raw.sendByteByByte(RawClient.frame(0x81, PING_COMMAND));
    expectPong();
    String padded = new String(PING_COMMAND, UTF_8) + " ".repeat(200);
    raw.sendByteByByte(RawClient.frame(0x81, padded.getBytes(UTF_8)));
    expectPong();
  }

  @Test
  void manyFramesMayComeAtOnce() {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 200; i++) {
      many.writeBytes(RawClient.frame(0x81, PING_COMMAND));
    }

    raw.send(many.toByteArray());

    for (int i = 0; i < 200; i++) {
      expectPong();
    }
  }

  @Test
  void brokenConnectionDoesNotDisturbOthers() {
    Client bob = connect("bob");
    bob.join(id("lobby"));
    raw.send(Client.command("joinConversation", "conversationId", id("lobby")));
    assertThat(raw.readJson().path("success").asBoolean()).isTrue();

    raw.sendHex("FF FF FF FF");

    assertThat(raw.readClose()).extracting(Closed::code).isEqualTo(1002);
    assertThat(bob.say(id("lobby"), "still here").get("seq").asLong()).isEqualTo(1);
  }
}
