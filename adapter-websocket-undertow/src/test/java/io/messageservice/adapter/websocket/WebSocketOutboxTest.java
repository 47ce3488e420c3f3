package io.messageservice.adapter.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.websocket.peer.Hex;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.RingPool;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketOutboxTest {

  private final WebSocketOutbox outbox =
      new WebSocketOutbox(
          new RingPool(), MemoryBudget.unlimited().open(() -> {}), 1 << 20, 1 << 20);

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 127, 65535, 65536, 70000})
  void headersTellEveryLength(int length) {
    TextFrame frame = TextFrame.kept(Hex.utf8("x".repeat(length)));
    ByteBuffer out = ByteBuffer.allocate(1 << 17);

    outbox.encode(frame, 0, out);

    int header = out.position() - length;
    assertThat(Hex.of(Arrays.copyOf(out.array(), header)))
        .isEqualTo(
            length < 126
                ? String.format("81 %02x", length)
                : length < 65536
                    ? String.format("81 7e %02x %02x", length >> 8, length & 0xFF)
                    : String.format(
                        "81 7f 00 00 00 00 00 %02x %02x %02x",
                        1, (length >> 8) & 0xFF, length & 0xFF));
    assertThat(outbox.encodedBytes(frame)).isEqualTo(out.position());
  }

  @Test
  void anyPartOfAFrameCanBeWritten() {
    Random random = new Random(3);
    for (int round = 0; round < 2000; round++) {
      byte[] text = Hex.utf8("y".repeat(random.nextInt(300)));
      byte[] whole = ServerFrame.of(Opcode.TEXT, text, 0, text.length);
      int offset = random.nextInt(whole.length);
      ByteBuffer out = ByteBuffer.allocate(1 + random.nextInt(320));

      outbox.encode(TextFrame.kept(text), offset, out);

      int end = Math.min(whole.length, offset + out.capacity());
      assertThat(Arrays.copyOf(out.array(), out.position()))
          .isEqualTo(Arrays.copyOfRange(whole, offset, end));
    }
  }
}
