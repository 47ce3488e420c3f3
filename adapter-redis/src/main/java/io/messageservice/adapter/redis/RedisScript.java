package io.messageservice.adapter.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.redisson.api.RScript;
import org.redisson.api.RScript.ReturnType;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;

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

  /** The script in the files that lie beside the class, one after the other. */
  public static RedisScript beside(Class<?> owner, String... files) {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      text.append(read(owner, file));
    }
    return new RedisScript(text.toString());
  }

  private static String read(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no script " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it where the key is. Never blocks.
   *
   * @param words texts, numbers, byte arrays, and collections of these
   * @return what it answers: byte arrays, longs, nulls and lists of these
   */
  public CompletableFuture<List<Object>> list(
      RedisConnection connection, String key, Object... words) {
    return run(connection, ReturnType.LIST, key, words);
  }

  /**
   * Runs it on keys that are all in one slot or, where there is no Redis Cluster, anywhere. Never
   * blocks.
   *
   * @param words texts, numbers, byte arrays, and collections of these
   * @return what it answers: byte arrays, longs, nulls and lists of these
   */
  public CompletableFuture<List<Object>> list(
      RedisConnection connection, List<Object> keys, Object... words) {
    return in(connection).run(bytes(connection), ReturnType.LIST, keys, encoded(words));
  }

  /**
   * Runs it where the key is. Never blocks.
   *
   * @param words texts, numbers, byte arrays, and collections of these
   * @return the number that it answers
   */
  public CompletableFuture<Long> number(RedisConnection connection, String key, Object... words) {
    return run(connection, ReturnType.LONG, key, words);
  }

  /**
   * Runs it on keys that are all in one slot. Never blocks.
   *
   * @param words texts, numbers, and collections of these
   * @return what it answers: texts and longs
   */
  public CompletableFuture<List<Object>> texts(
      RedisConnection connection, List<Object> keys, Object... words) {
    RScript scripts = connection.client().getScript(StringCodec.INSTANCE);
    return in(connection).run(scripts, ReturnType.LIST, keys, single(words).toArray());
  }

  /** A word for a script. */
  public static byte[] word(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private <T> CompletableFuture<T> run(
      RedisConnection connection, ReturnType type, String key, Object... words) {
    return in(connection).run(bytes(connection), type, List.of(key), encoded(words));
  }

  private static Object[] encoded(Object... words) {
    return single(words)
        .map(each -> each instanceof byte[] ? each : word(each.toString()))
        .toArray();
  }

  private static Stream<?> single(Object... words) {
    return Arrays.stream(words)
        .flatMap(
            each -> each instanceof Collection<?> some ? single(some.toArray()) : Stream.of(each));
  }

  private static RScript bytes(RedisConnection connection) {
    return connection.client().getScript(ByteArrayCodec.INSTANCE);
  }

  /** As it is run by way of the connection. */
  private RedisScript in(RedisConnection connection) {
    String prelude = connection.scriptPrelude();
    return prelude.isEmpty() ? this : new RedisScript(prelude + text);
  }

  private <T> CompletableFuture<T> run(
      RScript scripts, ReturnType type, List<Object> keys, Object... words) {
    String first = keys.get(0).toString();
    return this.<T>known(scripts, type, keys, words)
        .exceptionallyCompose(
            failure ->
                isForgotten(failure)
                    ? scripts
                        .scriptLoadAsync(first, text)
                        .thenCompose(loaded -> this.<T>known(scripts, type, keys, words))
                    : CompletableFuture.failedFuture(failure))
        .toCompletableFuture();
  }

  private <T> CompletionStage<T> known(
      RScript scripts, ReturnType type, List<Object> keys, Object... words) {
    return scripts.evalShaAsync(RScript.Mode.READ_WRITE, digest, type, keys, words);
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
