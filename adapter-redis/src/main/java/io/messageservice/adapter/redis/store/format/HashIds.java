package io.messageservice.adapter.redis.store.format;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.application.store.AesBlocks;
import io.messageservice.application.store.PositionIds;
import io.messageservice.domain.conversation.ConversationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Ids of messages where the number of a conversation is a hash of its id. Any thread may call.
 *
 * <p>The hash is of 60 bits and keyed, so nobody can look for two conversations that share one; it
 * names the partition, too.
 */
public final class HashIds extends PositionIds {

  private static final int PARTITION_SHIFT = 60;

  /** With a key of {@link AesBlocks#BYTES}. */
  public HashIds(byte[] key) {
    super(key);
  }

  /** The hash of a conversation. */
  public long hash(ConversationId conversation) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key());
      byte[] sum = digest.digest(conversation.value().getBytes(StandardCharsets.UTF_8));
      long low = ByteBuffer.wrap(sum).getLong() & ((1L << PARTITION_SHIFT) - 1);
      return ((long) KeyPartition.of(conversation.value()).number() << PARTITION_SHIFT) | low;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The name of a hash in Redis. */
  public static String field(long hash) {
    return HexFormat.of().toHexDigits(hash);
  }

  /** The partition of what was found. */
  public static KeyPartition partition(Found found) {
    return new KeyPartition((int) (found.conversation() >>> PARTITION_SHIFT));
  }
}
