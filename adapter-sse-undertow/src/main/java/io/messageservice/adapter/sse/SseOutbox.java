package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.Outbox;
import io.messageservice.transport.RingPool;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** An outbox that writes each text as an event of one line. WHATWG HTML, section 9.2.5. */
final class SseOutbox extends Outbox {

  private static final byte[] BEFORE = "data: ".getBytes(US_ASCII);
  private static final byte[] BEHIND = "\n\n".getBytes(US_ASCII);

  private final Consumer<TextFrame> follower;

  /**
   * @param follower is shown each frame that waits from now on
   */
  SseOutbox(
      RingPool rings,
      MemoryBudget.Account memory,
      int softLimitBytes,
      int hardLimitBytes,
      Consumer<TextFrame> follower) {
    super(rings, memory, softLimitBytes, hardLimitBytes);
    this.follower = follower;
  }

  @Override
  protected void queued(TextFrame frame) {
    follower.accept(frame);
  }

  @Override
  protected int encodedBytes(TextFrame frame) {
    return BEFORE.length + frame.utf8().length + BEHIND.length;
  }

  @Override
  protected void encode(TextFrame frame, int offset, ByteBuffer out) {
    byte[] text = frame.utf8();
    put(BEFORE, offset, out);
    int from = Math.max(0, offset - BEFORE.length);
    if (from < text.length) {
      putLine(text, from, Math.min(text.length - from, out.remaining()), out);
    }
    put(BEHIND, Math.max(0, offset - BEFORE.length - text.length), out);
  }

  private static void put(byte[] bytes, int from, ByteBuffer out) {
    if (from < bytes.length) {
      out.put(bytes, from, Math.min(bytes.length - from, out.remaining()));
    }
  }

  /** A line break in JSON stands between values, where a space means the same. */
  private static void putLine(byte[] text, int from, int length, ByteBuffer out) {
    int done = from;
    for (int i = from; i < from + length; i++) {
      if (text[i] == '\n' || text[i] == '\r') {
        out.put(text, done, i - done).put((byte) ' ');
        done = i + 1;
      }
    }
    out.put(text, done, from + length - done);
  }
}
