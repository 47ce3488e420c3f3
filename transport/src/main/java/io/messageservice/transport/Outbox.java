package io.messageservice.transport;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one connection, in order, and how its transport frames them. Only the loop's
 * thread may call.
 *
 * <p>Bounded in bytes. While the peer takes all, everything waits until the end of the turn. Once
 * it is {@link #stalled}, of ephemeral frames with equal keys only the latest waits, and of what is
 * {@link #addLatest added as latest}. Over the soft limit ephemeral frames are dropped, waiting
 * ones first. Over the hard limit a frame is refused, and the connection is to be closed; a single
 * frame may be larger than the limit. How long frames wait is what {@link #waitsSince} answers.
 *
 * <p>What waits while it is stalled is held in the connection's account, each frame in full, also
 * where others share it. Before that it waits for the end of the turn only.
 */
public abstract class Outbox {

  /** Makes the outbox of a connection. */
  public interface Factory {
    Outbox create(
        RingPool rings, MemoryBudget.Account memory, int softLimitBytes, int hardLimitBytes);
  }

  private static final int NOWHERE = -1;

  private static final int LARGE_BYTES = 32 << 10;

  /** What may be left of a frame that was begun before a close is written behind it. */
  private static final int MAX_LEFT_BYTES = 16 << 10;

  private final RingPool rings;
  private final MemoryBudget.Account memory;
  private final int softLimitBytes;
  private final int hardLimitBytes;

  /** Midway: what is above it is kept free for frames that nobody can fetch later. */
  private final int lagLimitBytes;

  /**
   * A {@link TextFrame}, a whole frame as bytes, or null for one that was dropped; null while
   * nothing waits. The place of index i is i modulo the length, a power of two.
   */
  private @Nullable Object @Nullable [] ring;

  /** The index of the frame to write next, and one past the last; both 0 while nothing waits. */
  private int head;

  private int tail;

  /** How much of the head's frame is written. */
  private int headOffset;

  /** What is still to be written, headers included. */
  private int waitingBytes;

  /** Keys of the ephemeral frames that wait and where; null unless stalled. */
  private @Nullable Map<Object, Integer> keys;

  /** Where the bytes are that the next latest ones replace. */
  private int latestAt = NOWHERE;

  /** Everything before this index waits since {@code markNanos} at the latest. */
  private int markAt = NOWHERE;

  private long markNanos;

  private long framesOut;
  private long bytesOut;

  protected Outbox(
      RingPool rings, MemoryBudget.Account memory, int softLimitBytes, int hardLimitBytes) {
    this.rings = rings;
    this.memory = memory;
    this.softLimitBytes = softLimitBytes;
    this.hardLimitBytes = hardLimitBytes;
    this.lagLimitBytes = softLimitBytes + (hardLimitBytes - softLimitBytes) / 2;
  }

  /** Length of the frame as the transport writes it. */
  protected abstract int encodedBytes(TextFrame frame);

  /** Copies the frame as the transport writes it, from the offset on, as far as it fits. */
  protected abstract void encode(TextFrame frame, int offset, ByteBuffer out);

  /** The frame is the last that waits. For transports that follow what their peers are sent. */
  protected void queued(TextFrame frame) {}

  /** Whether it is to be written at once: what the peer does not take is counted then. */
  static boolean isLarge(TextFrame frame) {
    return frame.utf8().length > LARGE_BYTES;
  }

  public final boolean isEmpty() {
    return waitingBytes == 0;
  }

  /** Whether so little waits that a reason may be sent to a peer that is evicted. */
  final boolean isAlmostEmpty() {
    return waitingBytes <= MAX_LEFT_BYTES;
  }

  final int waitingBytes() {
    return waitingBytes;
  }

  /** Whole frames that were written. */
  final long framesOut() {
    return framesOut;
  }

  /** Bytes that were written. */
  final long bytesOut() {
    return bytesOut;
  }

  /** Whether the peer did not take all and something still waits. */
  public final boolean isStalled() {
    return keys != null;
  }

  /**
   * Since when a frame that waits has waited at the latest; now, where the peer takes all. To be
   * asked at each stall: it reports a frame that waited twice as long as any between two answers.
   *
   * @param nowNanos of the same clock as the answer
   */
  final long waitsSince(long nowNanos) {
    if (keys == null) {
      return nowNanos;
    }
    if (head >= markAt) {
      markAt = tail;
      markNanos = nowNanos;
    }
    return markNanos;
  }

  /** Whether the peer takes less than comes: more waits than the soft limit. */
  final boolean isBehind() {
    return isStalled() && waitingBytes > softLimitBytes;
  }

  /** Whether the frame would wait over the soft limit. */
  final boolean isCrowdedBy(TextFrame frame) {
    return waitingBytes + encodedBytes(frame) > softLimitBytes;
  }

  /** Whether the frame would wait below the limit of lagging; a single frame may be larger. */
  final boolean hasRoomFor(TextFrame frame) {
    return waitingBytes == 0 || waitingBytes + encodedBytes(frame) <= lagLimitBytes;
  }

  /** Adds the frame, or drops it where it may be; false where the hard limit is passed. */
  final boolean offer(TextFrame frame) {
    Object key = frame.conflationKey();
    if (key != null && keys != null) {
      drop(keys.remove(key));
    }
    if (isCrowdedBy(frame)) {
      dropEphemeral();
      if (key != null && isCrowdedBy(frame)) {
        rings.countDropped();
        return true;
      }
    }
    if (waitingBytes > 0 && waitingBytes + encodedBytes(frame) > hardLimitBytes) {
      return false;
    }
    append(frame);
    if (key != null && keys != null) {
      keys.put(key, tail - 1);
    }
    queued(frame);
    return true;
  }

  /** Adds a whole frame as bytes, unless there are none, whatever the limits. */
  public final void add(byte[] frame) {
    if (frame.length > 0) {
      append(frame);
    }
  }

  /**
   * Adds a whole frame as bytes, whatever the limits; while stalled it takes the place of the last
   * one that was added so and waits.
   */
  public final void addLatest(byte[] frame) {
    if (keys == null) {
      append(frame);
    } else if (ring != null && latestAt >= head && !isBegun(latestAt)) {
      Object before = ring[place(ring, latestAt)];
      ring[place(ring, latestAt)] = frame;
      count(frame.length - (before == null ? 0 : sizeOf(before)));
    } else {
      append(frame);
      latestAt = tail - 1;
    }
  }

  /**
   * The peer did not take all: from here on the latest of a key is enough, until all is written.
   */
  final void stalled() {
    if (keys != null || ring == null) {
      return;
    }
    keys = new HashMap<>();
    memory.changeOutbox(waitingBytes);
    for (int i = isBegun(head) ? head + 1 : head; i != tail; i++) {
      Object key = keyOf(ring[place(ring, i)]);
      if (key != null) {
        drop(keys.put(key, i));
      }
    }
  }

  /** Copies what waits into the buffer, back to back, as far as it fits. */
  public final void fill(ByteBuffer out) {
    int offset = headOffset;
    for (int i = head; ring != null && i != tail && out.hasRemaining(); i++) {
      Object frame = ring[place(ring, i)];
      if (frame instanceof TextFrame text) {
        encode(text, offset, out);
      } else if (frame instanceof byte[] whole) {
        out.put(whole, offset, Math.min(whole.length - offset, out.remaining()));
      }
      offset = 0;
    }
  }

  /** The next bytes were written: they wait no more. */
  public final void wrote(int bytes) {
    count(-bytes);
    bytesOut += bytes;
    int left = headOffset + bytes;
    while (ring != null && head != tail) {
      Object frame = ring[place(ring, head)];
      int size = frame == null ? 0 : sizeOf(frame);
      if (frame != null && left < size) {
        break;
      }
      left -= size;
      framesOut += frame == null ? 0 : 1;
      forget(frame);
      ring[place(ring, head++)] = null;
    }
    headOffset = left;
    if (head == tail) {
      release();
    } else if (left > 0 && ring != null) {
      forget(ring[place(ring, head)]);
    }
  }

  /** Drops all that waits, but for the rest of a frame that is begun. */
  final void clear() {
    for (int i = isBegun(head) ? head + 1 : head; i != tail; i++) {
      remove(i);
    }
    if (waitingBytes == 0) {
      release();
    }
  }

  /** Drops everything, also what is begun: the connection is closed. */
  final void abandon() {
    for (int i = head; ring != null && i != tail; i++) {
      ring[place(ring, i)] = null;
    }
    count(-waitingBytes);
    release();
  }

  private void append(Object frame) {
    @Nullable Object[] places = ring == null ? rings.take() : ring;
    if (tail - head == places.length) {
      places = grown(places);
    }
    places[place(places, tail++)] = frame;
    ring = places;
    count(sizeOf(frame));
  }

  private @Nullable Object[] grown(@Nullable Object[] full) {
    @Nullable Object[] larger = new Object[2 * full.length];
    for (int i = head; i != tail; i++) {
      larger[place(larger, i)] = full[place(full, i)];
    }
    return larger;
  }

  private void dropEphemeral() {
    for (int i = isBegun(head) ? head + 1 : head; ring != null && i != tail; i++) {
      if (keyOf(ring[place(ring, i)]) != null) {
        drop(i);
      }
    }
    if (keys != null) {
      keys.clear();
    }
    if (waitingBytes == 0) {
      release();
    }
  }

  private void drop(@Nullable Integer index) {
    if (index != null && ring != null) {
      rings.countDropped();
      remove(index);
    }
  }

  private void remove(int index) {
    if (ring == null) {
      return;
    }
    Object frame = ring[place(ring, index)];
    if (frame != null) {
      count(-sizeOf(frame));
      ring[place(ring, index)] = null;
    }
  }

  /** A frame that is being written is no longer replaced. */
  private void forget(@Nullable Object frame) {
    Object key = keyOf(frame);
    if (keys != null && key != null) {
      keys.remove(key, head);
    }
  }

  private void release() {
    if (ring != null) {
      rings.giveBack(ring);
    }
    ring = null;
    keys = null;
    head = 0;
    tail = 0;
    headOffset = 0;
    latestAt = NOWHERE;
    markAt = NOWHERE;
  }

  private void count(int bytes) {
    waitingBytes += bytes;
    if (keys != null) {
      memory.changeOutbox(bytes);
    }
  }

  private boolean isBegun(int index) {
    return index == head && headOffset > 0;
  }

  private static int place(@Nullable Object[] ring, int index) {
    return index & (ring.length - 1);
  }

  private static @Nullable Object keyOf(@Nullable Object frame) {
    return frame instanceof TextFrame text ? text.conflationKey() : null;
  }

  private int sizeOf(Object frame) {
    return frame instanceof TextFrame text ? encodedBytes(text) : ((byte[]) frame).length;
  }
}
