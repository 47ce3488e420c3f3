package io.messageservice.adapter.sqlite;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The rows of a conversation's newest, unfinished block, as far as they are known. */
final class Tail {

  /** How many messages one block holds. */
  static final int BLOCK = 64;

  private final long[] rows = new long[BLOCK];

  /** The block that the position is in. */
  static long blockOf(long seq) {
    return (seq - 1) / BLOCK;
  }

  /** Whether the position is the last of its block. */
  static boolean completes(long seq) {
    return seq % BLOCK == 0;
  }

  /** Notes where the message at that position is. */
  void add(long seq, long row) {
    rows[slot(seq)] = row;
  }

  /** Whether the rows of all positions of the block are known. */
  boolean isWhole() {
    for (long row : rows) {
      if (row == 0) {
        return false;
      }
    }
    return true;
  }

  /** The whole block as it is stored; after this the tail is empty. */
  byte[] take() {
    byte[] bytes = new byte[BLOCK * Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().put(rows);
    Arrays.fill(rows, 0);
    return bytes;
  }

  private static int slot(long seq) {
    return (int) ((seq - 1) % BLOCK);
  }
}
