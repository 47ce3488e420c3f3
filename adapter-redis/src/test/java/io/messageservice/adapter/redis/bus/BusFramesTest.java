package io.messageservice.adapter.redis.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.bus.BusFrames.Frame;
import io.messageservice.application.event.Event;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.EventFrames;
import io.messageservice.protocol.frame.EventTransfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusFramesTest {

  private static final ConversationId CONVERSATION = new ConversationId("c1");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bøb");
  private static final TypingChanged CHANGE =
      new TypingChanged(CONVERSATION, ANN, new DisplayName("Ann Ø"), true);
  private static final Encoded EVENT = new EventFrames().encode(CHANGE);

  private static final List<Signal> SIGNALS =
      List.of(
          new Signal.Said(
              CONVERSATION,
              7,
              2,
              Instant.ofEpochMilli(1_700_000_000_123L),
              Set.of(BOB, ANN),
              EVENT,
              "00ff"),
          new Signal.AccessChanged(CONVERSATION, 3, Set.of(BOB)),
          new Signal.Shown(CONVERSATION, Set.of(ANN, BOB), true, EVENT),
          new Signal.Typed(CHANGE, EVENT),
          new Signal.Noticed(BOB, EVENT));

  private static final List<String> NAMES =
      List.of("said", "access-changed", "shown", "typed", "noticed");

  @Test
  void whatOneNodeWritesAnotherReads() {
    Frame read = BusFrames.read(frame(SIGNALS)).orElseThrow();

    assertThat(read.sender()).isEqualTo("n1");
    assertThat(read.number()).isEqualTo(9);
    assertThat(read.whole()).isTrue();
    assertThat(read.signals()).hasSize(5);
    Signal.Said said = (Signal.Said) read.signals().get(0);
    assertThat(said.conversation()).isEqualTo(CONVERSATION);
    assertThat(said.seq()).isEqualTo(7);
    assertThat(said.accessVersion()).isEqualTo(2);
    assertThat(said.came()).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(said.createdAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(said.epoch()).isEqualTo("00ff");
    assertThat(EventTransfer.write(said.event())).isEqualTo(EventTransfer.write(EVENT));
    assertThat(read.signals().get(1)).isEqualTo(SIGNALS.get(1));
    Signal.Shown shown = (Signal.Shown) read.signals().get(2);
    assertThat(shown.users()).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(shown.room()).isTrue();
    Signal.Typed typed = (Signal.Typed) read.signals().get(3);
    assertThat(typed.change()).isEqualTo(CHANGE);
    assertThat(((Signal.Noticed) read.signals().get(4)).user()).isEqualTo(BOB);
  }

  /** Nodes of this version and of later ones must go on reading what these files hold. */
  @ParameterizedTest
  @ValueSource(strings = {"said", "access-changed", "shown", "typed", "noticed"})
  void theBytesOfVersion1StayWhatTheyAre(String kind) {
    int index = NAMES.indexOf(kind);

    byte[] golden = golden("v1-" + kind);

    assertThat(HexFormat.of().formatHex(frame(List.of(SIGNALS.get(index)))))
        .isEqualTo(HexFormat.of().formatHex(golden));
    assertThat(BusFrames.read(golden).orElseThrow().signals()).hasSize(1);
  }

  /** With an unknown field in the head, one behind a known signal, and an unknown kind. */
  @Test
  void whatALaterVersionAddsIsPassedOver() {
    Frame read = BusFrames.read(golden("later")).orElseThrow();

    assertThat(read.sender()).isEqualTo("n2");
    assertThat(read.whole()).isTrue();
    assertThat(read.signals()).containsExactly(SIGNALS.get(1));
  }

  @Test
  void aFrameOfAnotherFirstByteIsNone() {
    byte[] frame = frame(SIGNALS);
    frame[0] = 2;

    assertThat(BusFrames.read(frame)).isEmpty();
  }

  @Test
  void aFrameThatIsTooLongIsNone() {
    assertThat(BusFrames.read(new byte[BusFrames.MAX_BYTES + 1])).isEmpty();
  }

  @Test
  void aGarbledSignalDoesNotTakeTheOthersWithIt() {
    byte[] garbage = {1, 0, 1};
    byte[] sound = SignalCodec.write(SIGNALS.get(1));

    Frame read = BusFrames.read(BusFrames.write("n1", 1, List.of(garbage, sound))).orElseThrow();

    assertThat(read.whole()).isFalse();
    assertThat(read.signals()).containsExactly(SIGNALS.get(1));
  }

  @Test
  void garbageIsNeverThrown() {
    Random random = new Random(5);
    byte[] whole = frame(SIGNALS);
    for (int length = 0; length < whole.length; length++) {
      BusFrames.read(Arrays.copyOf(whole, length));
    }
    for (int round = 0; round < 20_000; round++) {
      byte[] garbled = whole.clone();
      for (int hit = random.nextInt(3); hit >= 0; hit--) {
        garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
      }
      BusFrames.read(garbled);
    }
    byte[] noise = new byte[64];
    for (int round = 0; round < 20_000; round++) {
      random.nextBytes(noise);
      noise[0] = 1;
      BusFrames.read(noise);
    }
  }

  @Test
  void everyEventOfTheCoreFits() {
    Encoded read =
        new EventFrames().encode(new Event.PresenceChanged(ANN, new DisplayName("Ann"), true));

    Signal shown = new Signal.Shown(CONVERSATION, Set.of(), false, read);

    assertThat(BusFrames.read(frame(List.of(shown))).orElseThrow().signals()).hasSize(1);
  }

  private static byte[] frame(List<Signal> signals) {
    return BusFrames.write("n1", 9, signals.stream().map(SignalCodec::write).toList());
  }

  private static byte[] golden(String name) {
    try (InputStream file = BusFramesTest.class.getResourceAsStream(name + ".hex")) {
      if (file == null) {
        throw new AssertionError("no file " + name);
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return HexFormat.of().parseHex(text.replaceAll("#.*|\\s", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
