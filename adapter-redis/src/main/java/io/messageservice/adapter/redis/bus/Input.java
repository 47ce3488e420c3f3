package io.messageservice.adapter.redis.bus;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    return utf8(slice(in.getShort() & 0xFFFF));
  }

  String text() {
    return utf8(block());
  }

  private static String utf8(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  Optional<String> optional() {
    return flag() ? Optional.of(text()) : Optional.empty();
  }

  ConversationId conversation() {
    return new ConversationId(string());
  }

  UserId user() {
    return new UserId(string());
  }

  /** Of elements that take two bytes at least. */
  <E> List<E> list(Function<Input, E> element) {
    int size = in.getInt();
    if (size < 0 || size > in.remaining() / Short.BYTES) {
      throw new IllegalArgumentException("a list that is larger than its bytes");
    }
    List<E> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(element.apply(this));
    }
    return list;
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
