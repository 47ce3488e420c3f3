package io.messageservice.bootstrap.http;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Whether a chunked body is as RFC 9112, section 7.1, says. Undertow takes anything that is no
 * digit for the end of a size, and skips whatever stands behind the data; the trailers are left to
 * it. One thread at a time may call.
 */
final class ChunkCheck {

  /** A longer size overflows. */
  private static final int MAX_DIGITS = 15;

  private enum Part {
    SIZE,
    EXTENSION,
    LINE_END,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILERS
  }

  private Part part = Part.SIZE;
  private int digits;

  /** What is to come of the data of this chunk, in bytes. */
  private long left;

  /** Whether so many bytes that came, from an index of the buffer on, are right. */
  boolean accepts(ByteBuffer buffer, int from, int count) {
    int i = from;
    while (i < from + count) {
      if (part == Part.DATA) {
        int data = (int) Math.min(left, from + count - i);
        left -= data;
        i += data;
        part = left == 0 ? Part.DATA_CR : Part.DATA;
      } else if (!accepts(buffer.get(i++))) {
        return false;
      }
    }
    return true;
  }

  private boolean accepts(byte next) {
    return switch (part) {
      case SIZE -> acceptsInSize(next);
      case EXTENSION -> next == '\r' ? go(Part.LINE_END) : next != '\n';
      case LINE_END -> next == '\n' && go(left == 0 ? Part.TRAILERS : Part.DATA);
      case DATA_CR -> next == '\r' && go(Part.DATA_LF);
      case DATA_LF -> next == '\n' && go(Part.SIZE);
      case DATA, TRAILERS -> true;
    };
  }

  private boolean acceptsInSize(byte next) {
    if (HexFormat.isHexDigit(next)) {
      left = (left << 4) + HexFormat.fromHexDigit(next);
      return ++digits <= MAX_DIGITS;
    }
    boolean any = digits > 0;
    digits = 0;
    return any && (next == '\r' ? go(Part.LINE_END) : next == ';' && go(Part.EXTENSION));
  }

  private boolean go(Part next) {
    part = next;
    return true;
  }
}
