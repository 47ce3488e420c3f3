package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * How far a stream has come, as the id of its last event says it: all that another stream needs to
 * go on from there, on any node. A client that sends it gets no more by it than by a join.
 *
 * <p>Base64 of: a version, whether all is in it, the epoch and the point of listings as texts, and
 * of each conversation its id, {@code seq}, and one more than {@code rev}. A text is its length and
 * its UTF-8; numbers are of seven bits a byte, the lowest first.
 *
 * @param whole whether every conversation that was joined is in it
 * @param epoch of the store, in which the positions count; empty where it is not known
 * @param since a point from which on to list what changed; empty where there is none
 */
record LastEventId(boolean whole, String epoch, String since, List<Joined> joined) {

  /** The longest, in characters: with a token it must fit into the head of a request. */
  static final int MAX_LENGTH = 4 << 10;

  private static final int MAX_BYTES = MAX_LENGTH / 4 * 3;
  private static final byte VERSION = 1;
  private static final int LOW_BITS = 0x7f;
  private static final int MORE = 0x80;

  /** Where {@code rev} is not known. */
  static final long NONE = -1;

  LastEventId {
    joined = List.copyOf(joined);
  }

  /**
   * One conversation.
   *
   * @param rev {@link #NONE} where only messages are followed
   */
  record Joined(String conversation, long seq, long rev) {}

  /** With as many of the conversations as it can hold, the first ones first. */
  static LastEventId of(String epoch, String since, Iterable<Joined> joined) {
    int left = MAX_BYTES - 2 - textBytes(epoch) - textBytes(since);
    List<Joined> held = new ArrayList<>();
    for (Joined next : joined) {
      left -=
          textBytes(next.conversation()) + numberBytes(next.seq()) + numberBytes(next.rev() + 1);
      if (left < 0) {
        return new LastEventId(false, epoch, since, held);
      }
      held.add(next);
    }
    return new LastEventId(true, epoch, since, held);
  }

  /** Reads what a client brought; empty where it is not one. */
  static Optional<LastEventId> parse(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
      if (in.get() != VERSION) {
        return Optional.empty();
      }
      boolean whole = in.get() == 1;
      String epoch = readText(in);
      String since = readText(in);
      List<Joined> joined = new ArrayList<>();
      while (in.hasRemaining()) {
        joined.add(new Joined(readText(in), readNumber(in), readNumber(in) - 1));
      }
      return Optional.of(new LastEventId(whole, epoch, since, joined));
    } catch (IllegalArgumentException | BufferUnderflowException other) {
      return Optional.empty();
    }
  }

  /** As it stands on the wire: may stand in a header and in a URL. */
  String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(VERSION);
    out.write(whole ? 1 : 0);
    writeText(epoch, out);
    writeText(since, out);
    for (Joined one : joined) {
      writeText(one.conversation(), out);
      writeNumber(one.seq(), out);
      writeNumber(one.rev() + 1, out);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
  }

  private static int textBytes(String text) {
    int length = text.getBytes(UTF_8).length;
    return numberBytes(length) + length;
  }

  private static int numberBytes(long number) {
    int bytes = 1;
    for (long left = number >>> 7; left != 0; left >>>= 7) {
      bytes++;
    }
    return bytes;
  }

  private static void writeText(String text, ByteArrayOutputStream out) {
    byte[] utf8 = text.getBytes(UTF_8);
    writeNumber(utf8.length, out);
    out.writeBytes(utf8);
  }

  private static void writeNumber(long number, ByteArrayOutputStream out) {
    long left = number;
    for (; left >>> 7 != 0; left >>>= 7) {
      out.write((int) (left & LOW_BITS) | MORE);
    }
    out.write((int) left);
  }

  private static String readText(ByteBuffer in) {
    long length = readNumber(in);
    if (length > in.remaining()) {
      throw new IllegalArgumentException("a text is longer than all that is left");
    }
    byte[] utf8 = new byte[(int) length];
    in.get(utf8);
    return new String(utf8, UTF_8);
  }

  private static long readNumber(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE - 7; shift += 7) {
      int next = in.get();
      number |= (long) (next & LOW_BITS) << shift;
      if ((next & MORE) == 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }
}
