package io.messageservice.adapter.redis.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Bytes that grow as they are written. Numbers are big-endian; a string is its length (2) and its
 * UTF-8, a set its size (4) and its strings. One thread may call.
 */
final class Output {

  private byte[] bytes = new byte[512];
  private ByteBuffer out = ByteBuffer.wrap(bytes);

  Output one(int value) {
    room(1).put((byte) value);
    return this;
  }

  Output flag(boolean value) {
    return one(value ? 1 : 0);
  }

  Output number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  Output string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    room(Short.BYTES + utf8.length).putShort((short) utf8.length).put(utf8);
    return this;
  }

  Output strings(Collection<String> values) {
    room(Integer.BYTES).putInt(values.size());
    values.forEach(this::string);
    return this;
  }

  /** With their length (4) before them. */
  Output block(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    return this;
  }

  byte[] written() {
    return Arrays.copyOf(bytes, out.position());
  }

  private ByteBuffer room(int length) {
    if (out.remaining() < length) {
      int position = out.position();
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + length));
      out = ByteBuffer.wrap(bytes).position(position);
    }
    return out;
  }
}
