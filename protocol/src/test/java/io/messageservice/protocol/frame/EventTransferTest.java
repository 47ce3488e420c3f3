package io.messageservice.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventTransferTest {

  private static final ConversationId CONVERSATION = new ConversationId("çonv");
  private static final UserId USER = new UserId("bob");
  private static final EventFrames FRAMES = new EventFrames();

  private static final List<Event> EPHEMERAL =
      List.of(
          new Event.MessageRead(CONVERSATION, new MessageId("m1"), true, USER),
          new Event.MarkMoved(new ReadMark(CONVERSATION, USER, 3), new MessageId("m1"), 3, true),
          new Event.ConversationRead(CONVERSATION, USER, 2),
          new Event.TypingChanged(CONVERSATION, USER, new DisplayName("Bøb 🙂"), true),
          new Event.PresenceChanged(USER, new DisplayName("Bob"), false));

  private static final EncodedEvent SAID =
      new EncodedEvent(
          TextFrame.kept(new byte[] {'{', '}'}), null, new EncodedEvent.Position(CONVERSATION, 7));

  @Test
  void anEphemeralEventArrivesWithItsSlot() {
    for (Event event : EPHEMERAL) {
      EncodedEvent here = (EncodedEvent) FRAMES.encode(event);

      EncodedEvent there = arrived(EventTransfer.write(here));

      assertThat(there.frame().utf8()).isEqualTo(here.frame().utf8());
      assertThat(there.frame().conflationKey()).isNotNull().isEqualTo(here.frame().conflationKey());
      assertThat(there.only()).isEqualTo(here.only());
      assertThat(there.message()).isNull();
    }
  }

  @Test
  void aMessageArrivesWithItsPlaceAndMayNotBeLost() {
    EncodedEvent there = arrived(EventTransfer.write(SAID));

    assertThat(there.frame().utf8()).isEqualTo(SAID.frame().utf8());
    assertThat(there.frame().conflationKey()).isNull();
    assertThat(there.message()).isEqualTo(SAID.message());
  }

  @Test
  void theBytesOfThisVersionStayWhatTheyAre() {
    EncodedEvent typing =
        EncodedEvent.of(
            TextFrame.ephemeral(
                new byte[] {'T'}, new ConflationKey(ConflationKey.State.TYPING, "c", "u")),
            Dialect.V1);

    assertThat(EventTransfer.write(SAID))
        .isEqualTo(bytes("00 00 01 0000000000000007 0005 c3a76f6e76 00000002 7b7d"));
    assertThat(EventTransfer.write(typing))
        .isEqualTo(bytes("02 04 0001 63 0001 75 00 00000001 54"));
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() {
    byte[] bytes = EventTransfer.write(SAID);

    EncodedEvent there = arrived(Arrays.copyOf(bytes, bytes.length + 9));

    assertThat(there.message()).isEqualTo(SAID.message());
  }

  @Test
  void aDialectOrASlotOfALaterVersionIsNone() {
    assertThat(read(bytes("03 00 00 00000000"))).isEmpty();
    assertThat(read(bytes("00 06 0001 63 0001 75 00 00000000"))).isEmpty();
  }

  @Test
  void aTextThatIsNoUtf8IsNone() {
    assertThat(read(bytes("00 00 00 00000002 c328"))).isEmpty();
  }

  @Test
  void whatIsCutOrGarbledIsNoneAndNeverThrown() {
    Random random = new Random(5);
    byte[] whole = EventTransfer.write(SAID);

    for (int length = 0; length < whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length))).isEmpty();
    }
    for (int round = 0; round < 10_000; round++) {
      byte[] garbled = whole.clone();
      garbled[random.nextInt(garbled.length)] = (byte) random.nextInt();
      read(garbled);
    }
  }

  private static EncodedEvent arrived(byte[] bytes) {
    return (EncodedEvent) read(bytes).orElseThrow();
  }

  private static Optional<Encoded> read(byte[] bytes) {
    return EventTransfer.read(ByteBuffer.wrap(bytes));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
