package io.messageservice.application.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Digests of what messages said when they were sent, for those that were edited or deleted since:
 * what was sent can be recognised where it is sent again, and can neither be read from the digest
 * nor guessed by it without the store's secret. Any thread may call; never blocks.
 */
public final class ContentDigest {

  private final Supplier<byte[]> key;

  /**
   * With the secret of the store.
   *
   * @param key as the store has it now; must not block
   */
  public ContentDigest(Supplier<byte[]> key) {
    this.key = key;
  }

  /** The digest of a content, in a form in which equal contents are equal texts: 32 bytes. */
  public byte[] of(String content) {
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    return KeyedDigest.of(key.get(), "message content", text);
  }

  /** Whether a content has that digest; takes as long whether it has or not. */
  public Predicate<String> isOf(byte[] digest) {
    return content -> MessageDigest.isEqual(digest, of(content));
  }
}
