package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.RingPool;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How frames stand in a stream, literally. */
final class SseOutboxTest {

  private final SseOutbox outbox =
      new SseOutbox(
          new RingPool(), MemoryBudget.unlimited().open(() -> {}), 1_000, 2_000, frame -> {});

  private static TextFrame frame(String text) {
    return TextFrame.kept(text.getBytes(UTF_8));
  }

  private String encoded(TextFrame frame) {
    ByteBuffer out = ByteBuffer.allocate(outbox.encodedBytes(frame));
    outbox.encode(frame, 0, out);
    assertThat(out.hasRemaining()).isFalse();
    return new String(out.array(), UTF_8);
  }

  @Test
  void aFrameIsAnEventOfOneLine() {
    assertThat(encoded(frame("{\"event\":\"pong\",\"data\":{}}")))
        .isEqualTo("data: {\"event\":\"pong\",\"data\":{}}\n\n");
    assertThat(encoded(frame("{\"ä\":\"🙂\"}"))).isEqualTo("data: {\"ä\":\"🙂\"}\n\n");
    assertThat(encoded(frame(""))).isEqualTo("data: \n\n");
  }

  @Test
  void aLineBreakBetweenValuesIsASpace() {
    assertThat(encoded(frame("{\n\"a\":\r\n1}\n"))).isEqualTo("data: { \"a\":  1} \n\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void itMayBeWrittenInPieces(int bytes) {
    TextFrame frame = frame("{\"event\":\n\"pong\"}");
    ByteArrayOutputStream all = new ByteArrayOutputStream();

    while (all.size() < outbox.encodedBytes(frame)) {
      ByteBuffer out = ByteBuffer.allocate(bytes);
      outbox.encode(frame, all.size(), out);
      all.write(out.array(), 0, out.position());
    }

    assertThat(all.toString(UTF_8)).isEqualTo("data: {\"event\": \"pong\"}\n\n");
  }
}
