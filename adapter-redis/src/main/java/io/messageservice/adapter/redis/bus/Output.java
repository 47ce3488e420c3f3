package io.messageservice.adapter.redis.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Bytes that grow as they are written. Numbers are big-endian; a string is its length (2) and its
 * UTF-8, a text the same with a longer length (4); what may be absent is a flag (1) and, where it
 * is there, a text; a list is its size (4) and its elements. One thread may call.
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

  Output text(String value) {
    return block(value.getBytes(StandardCharsets.UTF_8));
  }

  Output optional(Optional<String> value) {
    flag(value.isPresent());
    value.ifPresent(this::text);
    return this;
  }

  Output strings(Collection<String> values) {
    return list(values, Output::string);
  }

  <E> Output list(Collection<E> values, BiConsumer<Output, E> element) {
    room(Integer.BYTES).putInt(values.size());
    values.forEach(value -> element.accept(this, value));
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
