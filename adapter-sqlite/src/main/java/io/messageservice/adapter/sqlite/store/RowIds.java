package io.messageservice.adapter.sqlite.store;

import io.messageservice.application.store.AesBlocks;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.MessageId;
import java.util.Optional;
import java.util.UUID;

/**
 * The ids of messages: a row and a hash of its conversation, permuted with the store's key, so that
 * the row is found without an index and the id shows nothing of it.
 *
 * <p>The permutation is a balanced Feistel network over 122 bits with AES-128 as the round function
 * (Luby and Rackoff: four rounds suffice). It is written as a UUID of version 8 (RFC 9562, 5.8).
 * Bits that must be zero distinguish our ids from foreign texts. Any thread may call.
 */
final class RowIds {

  /** Rows stay below this, so that the bits above it are a check. */
  static final long MAX_ROW = (1L << 48) - 1;

  private static final int ROUNDS = 6;
  private static final int HALF_BITS = 61;
  private static final long HALF = (1L << HALF_BITS) - 1;
  private static final int CHECK_BITS = HALF_BITS - Integer.SIZE;

  private final AesBlocks blocks;

  /** With a key of {@link AesBlocks#BYTES}. */
  RowIds(byte[] key) {
    this.blocks = new AesBlocks(key);
  }

  /** The id of the message in that row. */
  MessageId of(long row, ConversationId conversation) {
    AesBlocks.Block block = blocks.mine();
    long left = row;
    long right = Integer.toUnsignedLong(conversation.value().hashCode()) << CHECK_BITS;
    for (int i = 0; i < ROUNDS; i++) {
      long next = left ^ round(block, i, right);
      left = right;
      right = next;
    }
    return new MessageId(write(left, right));
  }

  /** The row that an id of ours names, where it is one. */
  Optional<Place> place(MessageId id) {
    return read(id.value()).flatMap(this::open);
  }

  private Optional<Place> open(UUID sealed) {
    long low = sealed.getLeastSignificantBits() & ~(3L << 62);
    long left = (high(sealed) << 1) | (low >>> HALF_BITS);
    long right = low & HALF;
    AesBlocks.Block block = blocks.mine();
    for (int i = ROUNDS - 1; i >= 0; i--) {
      long before = right ^ round(block, i, left);
      right = left;
      left = before;
    }
    boolean ours = left > 0 && left <= MAX_ROW && (right & ((1L << CHECK_BITS) - 1)) == 0;
    return ours ? Optional.of(new Place(left, (int) (right >>> CHECK_BITS))) : Optional.empty();
  }

  /** The round function. */
  private static long round(AesBlocks.Block block, int number, long half) {
    return block.encrypt(half, number).high() & HALF;
  }

  private static String write(long left, long right) {
    long high = left >>> 1;
    long most = ((high >>> 12) << 16) | (8L << 12) | (high & 0xfff);
    return new UUID(most, (1L << 63) | ((left & 1) << HALF_BITS) | right).toString();
  }

  private static long high(UUID sealed) {
    long most = sealed.getMostSignificantBits();
    return ((most >>> 16) << 12) | (most & 0xfff);
  }

  private static Optional<UUID> read(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      UUID uuid = UUID.fromString(text);
      boolean good = uuid.version() == 8 && uuid.variant() == 2 && uuid.toString().equals(text);
      return good ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What an id holds: the row, and the hash of the conversation that it must belong to. */
  record Place(long row, int conversationHash) {

    boolean isIn(ConversationId conversation) {
      return conversation.value().hashCode() == conversationHash;
    }
  }
}
