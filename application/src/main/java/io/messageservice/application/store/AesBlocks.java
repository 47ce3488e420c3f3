package io.messageservice.application.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128 on single blocks of two numbers: a permutation that only holders of the key know. For
 * ids, which hide what they are made of. Any thread may call.
 */
public final class AesBlocks {

  /** The length of a key and of a block. */
  public static final int BYTES = 16;

  private final ThreadLocal<Block> blocks;

  /** With that key. */
  public AesBlocks(byte[] key) {
    SecretKeySpec secret = new SecretKeySpec(key, "AES");
    this.blocks = ThreadLocal.withInitial(() -> new Block(secret));
  }

  /** The block of the calling thread, for as long as it does not call again. */
  public Block mine() {
    return blocks.get();
  }

  /** Two numbers that are encrypted or decrypted in place. Confined to one thread. */
  public static final class Block {

    private final Cipher encrypting;
    private final Cipher decrypting;
    private final byte[] bytes = new byte[BYTES];
    private final ByteBuffer view = ByteBuffer.wrap(bytes);

    private Block(SecretKeySpec key) {
      encrypting = cipher(Cipher.ENCRYPT_MODE, key);
      decrypting = cipher(Cipher.DECRYPT_MODE, key);
    }

    /** Holds the two encrypted. */
    public Block encrypt(long high, long low) {
      return pass(encrypting, high, low);
    }

    /** Holds the two decrypted. */
    public Block decrypt(long high, long low) {
      return pass(decrypting, high, low);
    }

    /** The first number that it holds. */
    public long high() {
      return view.getLong(0);
    }

    /** The second number that it holds. */
    public long low() {
      return view.getLong(Long.BYTES);
    }

    private Block pass(Cipher cipher, long high, long low) {
      view.putLong(0, high).putLong(Long.BYTES, low);
      try {
        cipher.update(bytes, 0, BYTES, bytes, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES takes blocks of 16 bytes", e);
      }
      return this;
    }

    @SuppressWarnings("InsecureCipherMode") // one block at a time, each another, hides all there is
    private static Cipher cipher(int mode, SecretKeySpec key) {
      try {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(mode, key);
        return cipher;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has AES", e);
      }
    }
  }
}
