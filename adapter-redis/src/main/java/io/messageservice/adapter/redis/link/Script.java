package io.messageservice.adapter.redis.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.api.RScript.Mode;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.StringCodec;

/**
 * A script in Lua that is called by its hash. Any thread may call.
 *
 * <p>Where Redis does not know it, because it is new there or somebody flushed its scripts, it is
 * sent as a whole, and known from then on. It is always carried out by a master.
 */
public final class Script {

  private final String text;
  private final String hash;

  public Script(String text) {
    this.text = text;
    this.hash = sha1(text);
  }

  /**
   * Runs it. Whether it was run where that fails is not known.
   *
   * @param keys all in one slot
   * @return what it answers, which is a list: texts and numbers ({@code String}, {@code Long})
   */
  public CompletionStage<List<Object>> run(
      RedissonClient redis, List<Object> keys, List<Object> arguments) {
    RScript scripts = redis.getScript(StringCodec.INSTANCE);
    Object[] values = arguments.toArray();
    CompletionStage<List<Object>> byHash =
        scripts.evalShaAsync(Mode.READ_WRITE, hash, ReturnType.LIST, keys, values);
    return byHash.exceptionallyCompose(
        fault ->
            isUnknown(fault)
                ? scripts.evalAsync(Mode.READ_WRITE, text, ReturnType.LIST, keys, values)
                : byHash);
  }

  private static boolean isUnknown(Throwable fault) {
    return fault instanceof RedisNoScriptException
        || (fault instanceof CompletionException
            && fault.getCause() instanceof RedisNoScriptException);
  }

  private static String sha1(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
