package io.messageservice.adapter.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The masking of client frames. RFC 6455, section 5.3. */
final class Mask {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Mask() {}

  /**
   * Moves {@code length} bytes out of {@code in}, unmasked, eight at a time.
   *
   * @param in big endian, like the wire
   * @param key the key as its four bytes stand on the wire, turned so that it begins at this byte
   */
  static void remove(ByteBuffer in, byte[] out, int offset, int length, int key) {
    long wide = ((long) key << 32) | (key & 0xFFFFFFFFL);
    int at = offset;
    int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      LONGS.set(out, at, in.getLong() ^ wide);
    }
    for (int shift = 24; at < end; at++, shift -= 8) {
      out[at] = (byte) (in.get() ^ (key >> (shift & 31)));
    }
  }

  /** The key for what follows after {@code bytes} bytes. */
  static int turned(int key, int bytes) {
    return Integer.rotateLeft(key, (bytes & 3) * 8);
  }
}
