package io.messageservice.application.store;

import io.messageservice.domain.conversation.ClientConversationId;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.user.UserId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes the ids of conversations that are created. Nobody without the store's secret can guess or
 * make one, and all nodes that share a store make the same of the same.
 *
 * <p>192 bits: 120 that are random, or a keyed digest (HMAC-SHA-256) of what the id is for, and a
 * keyed digest of these, by which the id is known to be ours. Written as 32 characters of base64
 * (RFC 4648, 5). Any thread may call; never blocks.
 */
public final class ConversationIds {

  private static final int NAME_BYTES = 15;
  private static final int CHECK_BYTES = 9;
  private static final int TEXT_LENGTH = 32;

  private final Supplier<byte[]> key;
  private final RandomGenerator random;

  /**
   * With the secret of the store.
   *
   * @param key as the store has it now; must not block
   * @param random must be safe for several threads
   */
  public ConversationIds(Supplier<byte[]> key, RandomGenerator random) {
    this.key = key;
    this.random = random;
  }

  /** An id that was never given. */
  public ConversationId next() {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    return checked(name);
  }

  /** The id of the one direct conversation of the two that is created. */
  public ConversationId direct(Pair two) {
    return of("direct", two.one().value(), two.other().value());
  }

  /**
   * The id of the group that was, or is to be, created under that name.
   *
   * @param creator empty where a service creates it for nobody
   */
  public ConversationId named(Optional<UserId> creator, ClientConversationId name) {
    return creator
        .map(user -> of("group", user.value(), name.value()))
        .orElseGet(() -> of("service", name.value()));
  }

  /** Whether a node that shares the store made the id. */
  public boolean isMade(ConversationId id) {
    if (id.value().length() != TEXT_LENGTH) {
      return false;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(id.value());
      byte[] check = Arrays.copyOfRange(bytes, NAME_BYTES, bytes.length);
      return MessageDigest.isEqual(check, check(Arrays.copyOf(bytes, NAME_BYTES)));
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
  }

  private ConversationId of(String... parts) {
    byte[] text = String.join(KeyedDigest.BETWEEN, parts).getBytes(StandardCharsets.UTF_8);
    return checked(Arrays.copyOf(digest("id", text), NAME_BYTES));
  }

  private ConversationId checked(byte[] name) {
    byte[] all = ByteBuffer.allocate(NAME_BYTES + CHECK_BYTES).put(name).put(check(name)).array();
    return new ConversationId(Base64.getUrlEncoder().withoutPadding().encodeToString(all));
  }

  private byte[] check(byte[] name) {
    return Arrays.copyOf(digest("check", name), CHECK_BYTES);
  }

  private byte[] digest(String purpose, byte[] of) {
    return KeyedDigest.of(key.get(), "conversation " + purpose, of);
  }
}
