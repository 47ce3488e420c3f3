package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.Hex;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8ValidatorTest {

  private static final long SEED = 42;

  @Test
  void everyTextOfUpToThreeBytesIsJudgedAsByTheJdk() {
    byte[] text = new byte[3];
    for (int i = 0; i < 1 << 16; i++) {
      text[0] = (byte) (i >> 8);
      text[1] = (byte) i;
      for (int third : new int[] {0x00, 0x7F, 0x80, 0x8F, 0x9F, 0xA0, 0xBF, 0xC0}) {
        text[2] = (byte) third;
        assertJudgedAsByTheJdk(text);
        assertJudgedAsByTheJdk(Arrays.copyOf(text, 2));
      }
    }
  }

  @Test
  void everyBeginOfFourBytesIsJudgedAsByTheJdk() {
    for (int lead = 0xEF; lead <= 0xF6; lead++) {
      for (int second = 0x70; second <= 0xC8; second++) {
        for (int fourth : new int[] {0x7F, 0x80, 0xBF, 0xC0}) {
          assertJudgedAsByTheJdk(
              new byte[] {(byte) lead, (byte) second, (byte) 0xBF, (byte) fourth});
        }
      }
    }
  }

  @Test
  void randomTextIsJudgedAsByTheJdkHoweverItIsCut() {
    Random random = new Random(SEED);
    for (int round = 0; round < 50_000; round++) {
      byte[] text = text(random);
      boolean valid = isValidForTheJdk(text);
      int first = random.nextInt(text.length + 1);
      int second = first + random.nextInt(text.length - first + 1);

      int state = Utf8Validator.advance(Utf8Validator.COMPLETE, text, 0, first);
      state = Utf8Validator.advance(state, text, first, second);
      state = Utf8Validator.advance(state, text, second, text.length);

      if ((state == Utf8Validator.COMPLETE) != valid) {
        throw new AssertionError("seed " + SEED + " round " + round + ": " + Hex.of(text));
      }
      assertJudgedAsByTheJdk(text);
    }
  }

  @Test
  void aWrongByteIsKnownAtOnce() {
    byte[] surrogate = Hex.bytes("ed a0");

    assertThat(Utf8Validator.advance(Utf8Validator.COMPLETE, surrogate, 0, 1)).isPositive();
    assertThat(Utf8Validator.advance(Utf8Validator.COMPLETE, surrogate, 0, 2))
        .isEqualTo(Utf8Validator.INVALID);
  }

  private static byte[] text(Random random) {
    int[] ranges = {0x80, 0x800, 0x10000, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(24); left > 0; left--) {
      int point = random.nextInt(ranges[random.nextInt(ranges.length)]);
      text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(3) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  private static void assertJudgedAsByTheJdk(byte[] text) {
    if (Utf8Validator.isValid(text, 0, text.length) != isValidForTheJdk(text)) {
      throw new AssertionError(Hex.of(text));
    }
  }

  private static boolean isValidForTheJdk(byte[] text) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    return !decoder.decode(ByteBuffer.wrap(text), CharBuffer.allocate(64), true).isError();
  }
}
