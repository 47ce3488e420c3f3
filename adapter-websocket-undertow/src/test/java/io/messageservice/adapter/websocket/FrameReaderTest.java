package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.Hex;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, sections 5 to 8: bytes in, callbacks out. */
final class FrameReaderTest {

  /** The masked "Hello" of RFC 6455, section 5.7. */
  private static final String HELLO = "81 85 37fa213d 7f9f4d5158";

  private final FrameRecorder recorder = FrameRecorder.ofContract();

  @Test
  void aMaskedTextIsHeardUnmasked() {
    recorder.reads(HELLO).heard("text Hello");

    assertThat(recorder.isIdle()).isTrue();
  }

  @Test
  void anEmptyTextIsAMessage() {
    recorder.reads("81 80 00000000").heard("text ");
  }

  @Test
  void fragmentsAreOneMessageWithControlFramesInBetween() {
    recorder
        .reads("01 83 37fa213d 7f9f4d")
        .heard()
        .reads("89 81 01020304 00")
        .heard("ping 01")
        .reads("00 80 00000000")
        .reads("8a 80 00000000")
        .heard("pong")
        .reads("80 82 37fa213d 5b95")
        .heard("text Hello");

    assertThat(recorder.isIdle()).isTrue();
  }

  @Test
  void everySplitInTwoIsHeardAlike() {
    String hex = conversation();
    byte[] all = Hex.bytes(hex);
    List<String> expected = FrameRecorder.ofContract().reads(all).drained();

    for (int cut = 0; cut <= all.length; cut++) {
      FrameRecorder split = FrameRecorder.ofContract();
      split.reads(Arrays.copyOfRange(all, 0, cut));
      split.reads(Arrays.copyOfRange(all, cut, all.length));
      assertThat(split.drained()).as("cut at %d", cut).isEqualTo(expected);
    }
    assertThat(FrameRecorder.ofContract().readsByteByByte(hex).drained()).isEqualTo(expected);
    assertThat(expected)
        .containsExactly(
            "text Hello", "ping 61", "text héllo €", "pong", "text ", "text ab😀c", "closed 1000");
  }

  private static String conversation() {
    byte[] smile = Hex.utf8("ab😀c");
    return HELLO
        + Hex.frame(0x89, Hex.utf8("a"))
        + Hex.text("héllo €")
        + Hex.frame(0x8a, Hex.utf8("unasked"))
        + Hex.text("")
        + Hex.frame(0x01, Arrays.copyOfRange(smile, 0, 4))
        + Hex.frame(0x80, Arrays.copyOfRange(smile, 4, smile.length))
        + Hex.frame(0x88, Hex.bytes("03e8"))
        + HELLO;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 4095, 4096, 4097, 65535, 65536})
  void everyLengthUpToTheLimitIsHeardWholeAndSplit(int length) {
    String text = "x".repeat(length);
    byte[] frame = Hex.bytes(Hex.text(text));

    recorder.reads(frame).heard("text " + text);
    recorder.reads(Arrays.copyOfRange(frame, 0, frame.length / 2)).heard();
    recorder.reads(Arrays.copyOfRange(frame, frame.length / 2, frame.length)).heard("text " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "c1, 1002", // RSV1
    "a1, 1002", // RSV2
    "91, 1002", // RSV3
    "83, 1002",
    "84, 1002",
    "87, 1002",
    "8b, 1002",
    "8f, 1002",
    "09, 1002", // a fragmented ping
    "08, 1002",
    "80, 1002", // a continuation of nothing
    "00, 1002",
    "82, 1003", // binary
    "02, 1003",
    "81 05, 1002", // not masked
    "89 fe, 1002", // control frames of 126 and more
    "88 ff, 1002",
    "81 ff 8000000000000000, 1002", // top bit of the length
    "81 ff ffffffffffffffff, 1002",
    "81 ff 0000000000010001, 1009", // one over the limit
    "81 ff 7fffffffffffffff, 1009",
  })
  void aHeaderIsRefusedAtItsFirstWrongByte(String hex, int code) {
    recorder.reads(hex).heard("violated " + code);

    byte[] bytes = Hex.bytes(hex);
    FrameRecorder patient = FrameRecorder.ofContract();
    patient.reads(Arrays.copyOf(bytes, bytes.length - 1)).heard();
    patient.reads(new byte[] {bytes[bytes.length - 1]}).heard("violated " + code);
  }

  @Test
  void aMessageWithinAMessageIsRefused() {
    recorder.reads("01 80 00000000").heard().reads("81").heard("violated 1002");
  }

  @Test
  void theLimitCountsAllFragments() {
    byte[] half = new byte[32 << 10];
    Arrays.fill(half, (byte) 'x');

    recorder.reads(Hex.frame(0x01, half)).reads(Hex.frame(0x00, half)).heard();
    recorder.reads("80 80 00000000").heard("text " + "x".repeat(64 << 10));
    recorder.reads(Hex.frame(0x01, half)).reads(Hex.frame(0x00, half)).heard();
    recorder.reads("80 81").heard("violated 1009");
  }

  @Test
  void binaryIsHeardWhereItIsAccepted() {
    FrameRecorder binary = new FrameRecorder(new FrameLimits(64 << 10, true));

    binary.reads(Hex.frame(0x82, Hex.bytes("ff 00"))).heard("binary ff 00");
    binary.reads(Hex.frame(0x02, Hex.bytes("c0"))).reads(Hex.frame(0x80, Hex.bytes("80")));
    binary.heard("binary c0 80");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 124, 125})
  void aPingMayCarryUpTo125Bytes(int length) {
    byte[] body = new byte[length];

    recorder.reads(Hex.frame(0x89, body)).heard(("ping " + Hex.of(body)).strip());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999})
  void codesForTheWireAreAcceptedInAClose(int code) {
    recorder.reads(close(code, "")).heard("closed " + code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
  void otherCodesAreNot(int code) {
    recorder.reads(close(code, "")).heard("violated 1002");
  }

  @Test
  void aCloseMayBeEmptyOrHaveAReason() {
    recorder.reads("88 80 00000000").heard("closed 1005");
    FrameRecorder.ofContract().reads(close(1000, "é".repeat(61))).heard("closed 1000");
  }

  @Test
  void aCloseOfOneByteIsRefused() {
    recorder.reads("88 81 00000000 03").heard("violated 1002");
  }

  @Test
  void aReasonThatIsNotUtf8IsRefused() {
    recorder.reads(Hex.frame(0x88, Hex.bytes("03e8 c3"))).heard("violated 1007");
  }

  @Test
  void afterACloseNothingIsHeard() {
    recorder.reads(close(1000, "") + HELLO).heard("closed 1000").reads(HELLO).heard();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // a tail alone
        "c0 80", // overlong
        "e0 80 80",
        "f0 80 80 80",
        "ed a0 80", // a surrogate
        "f4 90 80 80", // beyond U+10FFFF
        "ff",
        "c3", // cut
        "e2 82",
        "61 62 63 64 65 66 67 68 69 f0 9f 98"
      })
  void textThatIsNotUtf8IsRefusedWholeSplitAndFragmented(String hex) {
    byte[] text = Hex.bytes(hex);

    recorder.reads(Hex.frame(0x81, text)).heard("violated 1007");
    FrameRecorder.ofContract().readsByteByByte(Hex.frame(0x81, text)).heard("violated 1007");
    FrameRecorder.ofContract()
        .reads(Hex.frame(0x01, text) + Hex.frame(0x80, new byte[0]))
        .heard("violated 1007");
  }

  @Test
  void badUtf8IsFoundBeforeTheFrameEnds() {
    byte[] frame = Hex.bytes(Hex.frame(0x81, Hex.bytes("61 ed a0 80 62 63")));

    recorder.reads(Arrays.copyOf(frame, 6 + 2)).heard();
    recorder.reads(new byte[] {frame[8]}).heard("violated 1007");
  }

  @Test
  void badUtf8IsFoundBeforeTheMessageEnds() {
    recorder.reads(Hex.frame(0x01, Hex.bytes("ce ba f4"))).heard();
    recorder.reads(Hex.frame(0x00, Hex.bytes("90"))).heard("violated 1007");
  }

  @Test
  void whatIsAnnouncedIsNotAllocatedBeforeItComes() {
    Unfinished frame = new Unfinished();
    FrameHeader header = new FrameHeader(new FrameLimits(64 << 10, false));
    ByteBuffer bytes = ByteBuffer.wrap(Hex.bytes("81 ff 0000000000010000 00000000 61"));
    bytes.position(header.parse(bytes, 0, 0, 0));

    frame.begin(header);
    frame.takeMessage(bytes);

    assertThat(frame.message.length).isLessThanOrEqualTo(256);
  }

  /** Random frames, randomly mangled and cut, are heard or refused, and never throw. */
  @Test
  void garbageNeverThrowsAndSplitsNeverMatter() {
    long seed = 20261123;
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = garbage(random);
      List<String> whole = FrameRecorder.ofContract().reads(bytes).drained();
      FrameRecorder cut = FrameRecorder.ofContract();
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(7));
        cut.reads(Arrays.copyOfRange(bytes, at, end));
        at = end;
      }
      assertThat(cut.drained()).as("seed %d round %d", seed, round).isEqualTo(whole);
    }
  }

  private static byte[] garbage(Random random) {
    StringBuilder hex = new StringBuilder();
    int[] firsts = {0x81, 0x01, 0x00, 0x80, 0x89, 0x8a, 0x88};
    for (int frames = 1 + random.nextInt(4); frames > 0; frames--) {
      byte[] payload = new byte[random.nextInt(20)];
      for (int i = 0; i < payload.length; i++) {
        payload[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : 'a');
      }
      hex.append(Hex.frame(firsts[random.nextInt(firsts.length)], payload));
    }
    byte[] bytes = Hex.bytes(hex.toString());
    if (random.nextBoolean()) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static String close(int code, String reason) {
    return Hex.frame(
        0x88,
        ByteBuffer.allocate(2 + Hex.utf8(reason).length)
            .putShort((short) code)
            .put(Hex.utf8(reason))
            .array());
  }
}
