package io.messageservice.transport;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** An outbox that puts two bytes before each text: 81 and its length modulo 256. */
final class PlainOutbox extends Outbox {

  private static final int HEADER_BYTES = 2;

  /** Frames that were shown to it. */
  final List<TextFrame> queued = new ArrayList<>();

  PlainOutbox(RingPool rings, MemoryBudget.Account memory, int softLimitBytes, int hardLimitBytes) {
    super(rings, memory, softLimitBytes, hardLimitBytes);
  }

  static byte[] framed(byte[] text) {
    return ByteBuffer.allocate(HEADER_BYTES + text.length)
        .put((byte) 0x81)
        .put((byte) text.length)
        .put(text)
        .array();
  }

  @Override
  protected void queued(TextFrame frame) {
    queued.add(frame);
  }

  @Override
  protected int encodedBytes(TextFrame frame) {
    return HEADER_BYTES + frame.utf8().length;
  }

  @Override
  protected void encode(TextFrame frame, int offset, ByteBuffer out) {
    byte[] framed = framed(frame.utf8());
    out.put(framed, offset, Math.min(framed.length - offset, out.remaining()));
  }
}
