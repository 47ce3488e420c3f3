package io.messageservice.adapter.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RScript.ReturnType;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * A script that Redis runs as one step. It is known there by its digest and sent in full only where
 * it was forgotten. Any thread may call.
 *
 * <p>It is sent again where no answer comes, so it must be such that being carried out twice is
 * being carried out once.
 */
public final class RedisScript {

  private final String text;
  private final String digest;

  private RedisScript(String text) {
    this.text = text;
    this.digest = HexFormat.of().formatHex(sha1(text));
  }

  /** The script in the file that lies beside the class. */
  public static RedisScript beside(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no script " + file);
      }
      return new RedisScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it where the key is. Never blocks.
   *
   * @return what it answers: byte arrays, longs, nulls and lists of these
   */
  public CompletableFuture<List<Object>> list(
      RedisConnection connection, String key, Object... words) {
    return run(connection, ReturnType.LIST, key, words);
  }

  /**
   * Runs it where the key is. Never blocks.
   *
   * @return the text that it answers
   */
  public CompletableFuture<byte[]> text(RedisConnection connection, String key, Object... words) {
    return run(connection, ReturnType.VALUE, key, words);
  }

  /**
   * Runs it where the key is. Never blocks.
   *
   * @return the number that it answers
   */
  public CompletableFuture<Long> number(RedisConnection connection, String key, Object... words) {
    return run(connection, ReturnType.LONG, key, words);
  }

  /** A word for a script. */
  public static byte[] word(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private <T> CompletableFuture<T> run(
      RedisConnection connection, ReturnType type, String key, Object... words) {
    RScript scripts = connection.client().getScript(ByteArrayCodec.INSTANCE);
    return this.<T>known(scripts, type, key, words)
        .exceptionallyCompose(
            failure ->
                isForgotten(failure)
                    ? scripts
                        .scriptLoadAsync(key, text)
                        .thenCompose(loaded -> this.<T>known(scripts, type, key, words))
                    : CompletableFuture.failedFuture(failure))
        .toCompletableFuture();
  }

  private <T> CompletionStage<T> known(
      RScript scripts, ReturnType type, String key, Object... words) {
    return scripts.evalShaAsync(RScript.Mode.READ_WRITE, digest, type, List.of(key), words);
  }

  private static boolean isForgotten(Throwable failure) {
    return failure instanceof RedisNoScriptException
        || (failure instanceof CompletionException wrapped
            && wrapped.getCause() instanceof RedisNoScriptException);
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(word(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
