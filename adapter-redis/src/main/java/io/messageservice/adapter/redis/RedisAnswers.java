package io.messageservice.adapter.redis;

import io.messageservice.application.port.out.StoreUnavailable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What Redis answers to a {@link RedisScript}, as values. */
public final class RedisAnswers {

  private RedisAnswers() {}

  /**
   * Waits for the answer, for a few seconds at most.
   *
   * @throws StoreUnavailable where none comes, or an error
   */
  public static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(RedisConnection.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new StoreUnavailable("Redis answered with an error", cause == null ? e : cause);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new StoreUnavailable("Redis did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("nobody waits for Redis any more", e);
    }
  }

  /** The list; an empty one where it is none. */
  public static List<?> list(@Nullable Object answer) {
    return answer instanceof List<?> list ? list : List.of();
  }

  /** The text; an empty one where there is none. */
  public static String text(@Nullable Object answer) {
    return answer == null ? "" : new String(bytes(answer), StandardCharsets.UTF_8);
  }

  /** The text; empty where the bytes are not UTF-8. */
  public static Optional<String> strictText(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The bytes of a text. */
  public static byte[] bytes(@Nullable Object answer) {
    if (answer instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalArgumentException("not a text");
  }

  /** A number, also one that is written as a text, and a score. */
  public static long number(@Nullable Object answer) {
    if (answer instanceof Long number) {
      return number;
    }
    String text = text(bytes(answer));
    return text.indexOf('.') < 0 && text.indexOf('e') < 0
        ? Long.parseLong(text)
        : (long) Double.parseDouble(text);
  }
}
