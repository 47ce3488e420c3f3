package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Where the messages of a conversation lie: by the blocks, and after the last of them by the links
 * from the newest row.
 */
final class Positions {

  private static final String BLOCKS =
      "SELECT block, message_rows FROM message_block"
          + " WHERE conversation = ? AND block BETWEEN ? AND ?";

  private static final String LINKS =
      "WITH RECURSIVE back(row, seq, prev) AS ("
          + " SELECT row, seq, prev FROM message WHERE row = ?"
          + " UNION ALL SELECT m.row, m.seq, m.prev FROM back JOIN message m ON m.row = back.prev"
          + " WHERE back.seq > ?) SELECT seq, row FROM back";

  private static final String INSERT =
      "INSERT INTO message_block (conversation, block, message_rows) VALUES (?, ?, ?)";

  private final Statements statements;

  Positions(Statements statements) {
    this.statements = statements;
  }

  /**
   * The rows of the messages at positions {@code from} to {@code to}, ascending.
   *
   * @param from from 1
   * @param to at most the head
   */
  long[] rows(Extent extent, long from, long to) throws SQLException {
    long[] rows = new long[(int) Math.max(0, to - from + 1)];
    long linked = Math.max(from, extent.head() / Tail.BLOCK * Tail.BLOCK + 1);
    if (from < linked && from <= to) {
      fromBlocks(extent.conversation(), from, to, rows);
    }
    if (linked <= to) {
      fromLinks(extent.lastRow(), from, linked, rows);
    }
    requireAll(rows);
    return rows;
  }

  /** Completes what is known of the block that ends at {@code row}, by the links. */
  void fill(Tail tail, long row, long firstSeq) throws SQLException {
    PreparedStatement links = links(row, firstSeq);
    try (ResultSet found = links.executeQuery()) {
      while (found.next()) {
        tail.add(found.getLong(1), found.getLong(2));
      }
    }
  }

  void insertBlock(long conversation, long block, byte[] rows) throws SQLException {
    PreparedStatement insert = statements.of(INSERT);
    insert.setLong(1, conversation);
    insert.setLong(2, block);
    insert.setBytes(3, rows);
    insert.executeUpdate();
  }

  private void fromBlocks(long conversation, long from, long to, long[] rows) throws SQLException {
    PreparedStatement blocks = statements.of(BLOCKS);
    blocks.setLong(1, conversation);
    blocks.setLong(2, Tail.blockOf(from));
    blocks.setLong(3, Tail.blockOf(to));
    try (ResultSet found = blocks.executeQuery()) {
      while (found.next()) {
        copy(found.getLong(1), ByteBuffer.wrap(found.getBytes(2)).asLongBuffer(), from, rows);
      }
    }
  }

  private static void copy(long block, LongBuffer stored, long from, long[] rows) {
    long first = block * Tail.BLOCK + 1;
    long begin = Math.max(first, from);
    long end = Math.min(first + Tail.BLOCK, from + rows.length);
    for (long seq = begin; seq < end; seq++) {
      rows[(int) (seq - from)] = stored.get((int) (seq - first));
    }
  }

  private void fromLinks(long lastRow, long from, long firstSeq, long[] rows) throws SQLException {
    PreparedStatement links = links(lastRow, firstSeq);
    try (ResultSet found = links.executeQuery()) {
      while (found.next()) {
        long index = found.getLong(1) - from;
        if (index < rows.length) {
          rows[(int) index] = found.getLong(2);
        }
      }
    }
  }

  private PreparedStatement links(long row, long firstSeq) throws SQLException {
    PreparedStatement links = statements.of(LINKS);
    links.setLong(1, row);
    links.setLong(2, firstSeq);
    return links;
  }

  private static void requireAll(long[] rows) throws SQLException {
    for (long row : rows) {
      if (row == 0) {
        throw new SQLException("a position without a row: the file is damaged");
      }
    }
  }

  /** The rows of a conversation's newest, unfinished block, as far as they are known. */
  static final class Tail {

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

  /**
   * How far a conversation's messages reach.
   *
   * @param conversation its number
   * @param head the position of its newest message, 0 where nothing was sent
   * @param lastRow the row of that message
   * @param changes how many changes of its messages there were
   */
  record Extent(long conversation, long head, long lastRow, long changes) {}
}
