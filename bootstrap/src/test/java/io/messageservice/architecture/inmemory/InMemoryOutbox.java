package io.messageservice.architecture.inmemory;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.TextFrame;
import io.messageservice.transport.Outbox;
import io.messageservice.transport.RingPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes a kind (1), a length (4) and UTF-8. */
final class InMemoryOutbox extends Outbox {

  static final byte TEXT = 0;
  static final byte CLOSE = 1;
  static final int HEADER_BYTES = 5;

  InMemoryOutbox(
      RingPool rings, MemoryBudget.Account memory, int softLimitBytes, int hardLimitBytes) {
    super(rings, memory, softLimitBytes, hardLimitBytes);
  }

  static byte[] close(CloseReason reason) {
    return framed(CLOSE, (reason.cause() + ": " + reason.text()).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] framed(byte kind, byte[] utf8) {
    ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + utf8.length);
    return frame.put(kind).putInt(utf8.length).put(utf8).array();
  }

  @Override
  protected int encodedBytes(TextFrame frame) {
    return HEADER_BYTES + frame.utf8().length;
  }

  @Override
  protected void encode(TextFrame frame, int offset, ByteBuffer out) {
    byte[] framed = framed(TEXT, frame.utf8());
    out.put(framed, offset, Math.min(framed.length - offset, out.remaining()));
  }
}
