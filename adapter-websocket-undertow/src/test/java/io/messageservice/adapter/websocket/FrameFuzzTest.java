package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.application.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The codec against random frames, good and bad. */
final class FrameFuzzTest {

  @Test
  void goodFramesAreHeardAsTheyWereMeantHoweverTheyAreCut() {
    Fuzz.rounds(
        "good frames",
        10_000,
        random -> {
          FrameStream stream = FrameStream.valid(random);

          List<String> whole = heard(stream.bytes(), random, false);

          if (!whole.equals(stream.events())) {
            assertThat(whole).isEqualTo(stream.events());
          }
          assertHeardAlike(whole, heard(stream.bytes(), random, true));
        });
  }

  @Test
  void badFramesAreHeardAlikeHoweverTheyAreCut() {
    Fuzz.rounds(
        "mutated frames",
        15_000,
        random -> {
          byte[] bytes = FrameStream.valid(random).mutated();

          assertHeardAlike(heard(bytes, random, false), heard(bytes, random, true));
        });
  }

  @Test
  void noiseIsHeardAlikeHoweverItIsCut() {
    Fuzz.rounds(
        "noise",
        20_000,
        random -> {
          byte[] bytes = new byte[random.nextInt(64)];
          random.nextBytes(bytes);

          assertHeardAlike(heard(bytes, random, false), heard(bytes, random, true));
        });
  }

  @Test
  void noiseIsJudgedAsTextAsByTheJdk() {
    Fuzz.rounds(
        "text",
        50_000,
        random -> {
          byte[] bytes = new byte[random.nextInt(40)];
          random.nextBytes(bytes);
          byte[] text = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
          if (text.length > 0) {
            text[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));
          }
          int cut = random.nextInt(text.length + 1);

          int state = Utf8Validator.advance(Utf8Validator.COMPLETE, text, 0, cut);
          boolean valid =
              Utf8Validator.advance(state, text, cut, text.length) == Utf8Validator.COMPLETE;

          if (valid != isTextForTheJdk(text)) {
            throw new AssertionError(Hex.of(text));
          }
        });
  }

  private static boolean isTextForTheJdk(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }

  private static void assertHeardAlike(List<String> whole, List<String> cut) {
    if (!cut.equals(whole)) {
      assertThat(cut).isEqualTo(whole);
    }
  }

  /** What is heard, and that no more is kept of it than one message. */
  private static List<String> heard(byte[] bytes, Random random, boolean cut) {
    FrameRecorder recorder = new FrameRecorder(FrameStream.LIMITS);
    int at = 0;
    while (at < bytes.length) {
      int to = cut ? at + 1 + random.nextInt(Math.min(300, bytes.length - at)) : bytes.length;
      recorder.reads(Arrays.copyOfRange(bytes, at, to));
      at = to;
    }
    assertThat(recorder.keptBytes()).isLessThan(2 * FrameStream.LIMITS.maxBytes() + 1024);
    return recorder.drained();
  }
}
