package io.messageservice.adapter.redis.bus;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads what {@link Output} wrote. Whatever the bytes are, it throws nothing but {@link
 * IllegalArgumentException} and {@link BufferUnderflowException}, and makes nothing larger than
 * them. One thread may call.
 */
final class Input {

  private final ByteBuffer in;

  Input(ByteBuffer in) {
    this.in = in;
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  int one() {
    return in.get() & 0xFF;
  }

  boolean flag() {
    return one() != 0;
  }

  long number() {
    return in.getLong();
  }

  String string() {
    return StandardCharsets.UTF_8.decode(slice(in.getShort() & 0xFFFF)).toString();
  }

  Set<String> strings() {
    int size = in.getInt();
    if (size < 0 || size > in.remaining() / Short.BYTES) {
      throw new IllegalArgumentException("a set that is larger than its bytes");
    }
    Set<String> strings = new HashSet<>();
    for (int i = 0; i < size; i++) {
      strings.add(string());
    }
    return strings;
  }

  /** The bytes behind a length (4). */
  ByteBuffer block() {
    return slice(in.getInt());
  }

  private ByteBuffer slice(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer slice = in.slice(in.position(), length);
    in.position(in.position() + length);
    return slice;
  }
}
