package io.messageservice.adapter.redis.bridge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What Redis answers, as values. */
final class Answers {

  private Answers() {}

  /**
   * Waits for the answer.
   *
   * @throws RuntimeException where Redis gave none, or refused
   */
  static <T> T of(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  static List<?> list(@Nullable Object answer) {
    return answer instanceof List<?> list ? list : List.of();
  }

  static String text(@Nullable Object answer) {
    return new String(bytes(answer), StandardCharsets.UTF_8);
  }

  /** The text; empty where the bytes are not UTF-8. */
  static Optional<String> strictText(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  static byte[] bytes(@Nullable Object answer) {
    if (answer instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalArgumentException("not a text");
  }

  static long number(@Nullable Object answer) {
    if (answer instanceof Long number) {
      return number;
    }
    throw new IllegalArgumentException("not a number");
  }
}
