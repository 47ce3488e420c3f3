package io.messageservice.domain.conversation;

import java.util.Comparator;

/**
 * How far a conversation has come, or how far somebody has followed it.
 *
 * @param seq the position of the newest message, 0 where there is none
 * @param rev how many changes were stored: each message is one, and each change of a message. Those
 *     of {@code seq} are among them, so it is never lower
 */
public record Position(long seq, long rev) implements Comparable<Position> {

  /** Nothing is stored. */
  public static final Position START = new Position(0, 0);

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::rev).thenComparingLong(Position::seq);

  /**
   * @throws IllegalArgumentException where there would be more messages than changes
   */
  public Position {
    if (seq < 0 || rev < seq) {
      throw new IllegalArgumentException("no position: " + seq + " messages, " + rev + " changes");
    }
  }

  /** Where nothing but messages was stored. */
  public static Position ofMessages(long seq) {
    return new Position(seq, seq);
  }

  /** After one message more. */
  public Position afterMessage() {
    return new Position(seq + 1, rev + 1);
  }

  /** After one change more that is no message. */
  public Position afterChange() {
    return new Position(seq, rev + 1);
  }

  /** Before the message that led here. */
  public Position beforeMessage() {
    return new Position(seq - 1, rev - 1);
  }

  /** Before the change, no message, that led here. */
  public Position beforeChange() {
    return new Position(seq, rev - 1);
  }

  /** The furthest of both, by either number. */
  public Position max(Position other) {
    return new Position(Math.max(seq, other.seq), Math.max(rev, other.rev));
  }

  /** Whether everything up to the other is before this or at it. */
  public boolean covers(Position other) {
    return seq >= other.seq && rev >= other.rev;
  }

  /** By {@code rev}: positions of one conversation are in this order. */
  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
