package io.messageservice.adapter.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * UTF-8 judged piece by piece (RFC 3629): no overlong forms, no surrogates, nothing beyond
 * U+10FFFF. A bad sequence is known at its first wrong byte, also where it is cut across pieces.
 *
 * <p>The state between pieces is one int: how many bytes of a character are missing (bits 16 up),
 * and the range of the next one (bits 8 to 15 from, 0 to 7 to).
 */
final class Utf8Validator {

  /** Between characters: the only state in which a text may end. */
  static final int COMPLETE = 0;

  /** Not UTF-8, whatever comes. */
  static final int INVALID = -1;

  private static final int MISSING_UNIT = 1 << 16;
  private static final int ANY_TAIL = 0x80BF;
  private static final long NON_ASCII = 0x8080808080808080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Utf8Validator() {}

  /** Whether the whole piece is UTF-8. */
  static boolean isValid(byte[] bytes, int from, int to) {
    return advance(COMPLETE, bytes, from, to) == COMPLETE;
  }

  /** The state after the bytes from {@code from} to before {@code to}. */
  static int advance(int state, byte[] bytes, int from, int to) {
    int at = from;
    int now = state;
    while (at < to && now != INVALID) {
      if (now == COMPLETE) {
        at = skipAscii(bytes, at, to);
        if (at < to) {
          now = afterLead(bytes[at++] & 0xFF);
        }
      } else {
        now = afterTail(now, bytes[at++] & 0xFF);
      }
    }
    return now;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & NON_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private static int afterLead(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return INVALID;
    }
    if (lead < 0xE0) {
      return MISSING_UNIT | ANY_TAIL;
    }
    if (lead < 0xF0) {
      return 2 * MISSING_UNIT | (lead == 0xE0 ? 0xA0BF : lead == 0xED ? 0x809F : ANY_TAIL);
    }
    return 3 * MISSING_UNIT | (lead == 0xF0 ? 0x90BF : lead == 0xF4 ? 0x808F : ANY_TAIL);
  }

  private static int afterTail(int state, int tail) {
    if (tail < ((state >> 8) & 0xFF) || tail > (state & 0xFF)) {
      return INVALID;
    }
    int missing = (state >> 16) - 1;
    return missing == 0 ? COMPLETE : missing * MISSING_UNIT | ANY_TAIL;
  }
}
