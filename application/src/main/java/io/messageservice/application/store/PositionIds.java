package io.messageservice.application.store;

import io.messageservice.domain.message.MessageId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Ids of messages, from which the message is found without an entry for each: one block of AES over
 * a number of the conversation, the era and the position, as 22 characters. Without the key they
 * reveal nothing. Any thread may call.
 *
 * <p>The era changes with the epoch, so that an id of a message that was lost is never that of
 * another.
 */
public class PositionIds {

  /** Positions stay below this. */
  private static final long MAX_SEQ = (1L << 40) - 1;

  private static final int MAX_ERA = (1 << 16) - 1;
  private static final int CHECK_BITS = 8;
  private static final int TEXT_LENGTH = 22;

  private final byte[] key;
  private final AesBlocks blocks;

  /** With a key of {@link AesBlocks#BYTES}. */
  public PositionIds(byte[] key) {
    this.key = key.clone();
    this.blocks = new AesBlocks(key);
  }

  /** The secret that they are made with. */
  public byte[] key() {
    return key.clone();
  }

  /** The id of a message of the conversation with that number. */
  public MessageId of(long conversation, StoredPosition place) {
    long low = ((long) (place.era() & MAX_ERA) << 48) | (place.seq() << CHECK_BITS);
    AesBlocks.Block block = blocks.mine().encrypt(conversation, low);
    byte[] bytes =
        ByteBuffer.allocate(AesBlocks.BYTES).putLong(block.high()).putLong(block.low()).array();
    return new MessageId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What an id of ours holds; nothing where it is none. */
  public Optional<Found> open(MessageId id) {
    if (id.value().length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    Found found = found(blocks.mine().decrypt(bytes.getLong(), bytes.getLong()));
    boolean ours = found.place().seq() > 0 && of(found.conversation(), found.place()).equals(id);
    return ours ? Optional.of(found) : Optional.empty();
  }

  private static Found found(AesBlocks.Block opened) {
    long low = opened.low();
    boolean checked = (low & ((1L << CHECK_BITS) - 1)) == 0;
    long seq = checked ? (low >>> CHECK_BITS) & MAX_SEQ : 0;
    return new Found(opened.high(), new StoredPosition(seq, (int) (low >>> 48)));
  }

  /**
   * Where a message is in its conversation.
   *
   * @param era the number of the epoch in which it was sent
   */
  public record StoredPosition(long seq, int era) {

    public StoredPosition {
      if (seq > MAX_SEQ) {
        throw new IllegalArgumentException("a conversation has 2^40 messages at most");
      }
    }

    /** As the id of an entry of a stream. */
    public String text() {
      return seq + "-" + era;
    }

    /** What {@link #text} made. */
    public static StoredPosition parse(String text) {
      int dash = text.indexOf('-');
      return new StoredPosition(
          Long.parseLong(text, 0, dash, 10), Integer.parseInt(text, dash + 1, text.length(), 10));
    }
  }

  /** What an id holds. */
  public record Found(long conversation, StoredPosition place) {}
}
