package io.messageservice.adapter.websocket;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.protocol.TextFrame;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames that wait for one connection, in order. Only the shard's thread may call.
 *
 * <p>Bounded in bytes. While the peer takes all, everything waits until the end of the turn. Once
 * it is {@link #stalled}, of ephemeral frames with equal slots only the latest waits, and of pongs.
 * Over the soft limit ephemeral frames are dropped, waiting ones first. Over the hard limit a frame
 * is refused, and the connection is to be closed; a single frame may be larger than the limit. How
 * long frames wait is told by {@link #waitsSince}.
 *
 * <p>What waits while it is stalled is held in the connection's account, each frame in full, also
 * where others share it. Before that it waits for the end of the turn only.
 */
final class Outbox {

  private static final int NOWHERE = -1;

  private final Rings rings;
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

  /** Slots of the ephemeral frames that wait and where; null unless stalled. */
  private @Nullable Map<Object, Integer> slots;

  /** Where the pong is that the next one replaces. */
  private int pongAt = NOWHERE;

  /** Everything before this index waits since {@code markNanos} at the latest. */
  private int markAt = NOWHERE;

  private long markNanos;

  Outbox(Rings rings, MemoryBudget.Account memory, int softLimitBytes, int hardLimitBytes) {
    this.rings = rings;
    this.memory = memory;
    this.softLimitBytes = softLimitBytes;
    this.hardLimitBytes = hardLimitBytes;
    this.lagLimitBytes = softLimitBytes + (hardLimitBytes - softLimitBytes) / 2;
  }

  boolean isEmpty() {
    return waitingBytes == 0;
  }

  int waitingBytes() {
    return waitingBytes;
  }

  /** Whether the peer did not take all and something still waits. */
  boolean isStalled() {
    return slots != null;
  }

  /**
   * Since when a frame that waits has waited at the latest; now, where the peer takes all. To be
   * asked at each stall: it tells of a frame that waited twice as long as any between two answers.
   *
   * @param nowNanos of the same clock as the answer
   */
  long waitsSince(long nowNanos) {
    if (slots == null) {
      return nowNanos;
    }
    if (head >= markAt) {
      markAt = tail;
      markNanos = nowNanos;
    }
    return markNanos;
  }

  /** Whether the peer takes less than comes: more waits than the soft limit. */
  boolean isBehind() {
    return isStalled() && waitingBytes > softLimitBytes;
  }

  /** Whether the frame would wait over the soft limit. */
  boolean isCrowdedBy(TextFrame frame) {
    return waitingBytes + sizeOf(frame) > softLimitBytes;
  }

  /** Whether the frame would wait below the limit of lagging; a single frame may be larger. */
  boolean hasRoomFor(TextFrame frame) {
    return waitingBytes == 0 || waitingBytes + sizeOf(frame) <= lagLimitBytes;
  }

  /** Adds the frame, or drops it where it may be; false where the hard limit is passed. */
  boolean offer(TextFrame frame) {
    Object slot = frame.slot();
    if (slot != null && slots != null) {
      drop(slots.remove(slot));
    }
    if (isCrowdedBy(frame)) {
      dropEphemeral();
      if (slot != null && isCrowdedBy(frame)) {
        return true;
      }
    }
    if (waitingBytes > 0 && waitingBytes + sizeOf(frame) > hardLimitBytes) {
      return false;
    }
    append(frame);
    if (slot != null && slots != null) {
      slots.put(slot, tail - 1);
    }
    return true;
  }

  /** Adds a whole frame, whatever the limits. */
  void add(byte[] frame) {
    append(frame);
  }

  /** Adds a pong; while stalled it takes the place of the one that waits. */
  void addPong(byte[] frame) {
    if (slots == null) {
      append(frame);
    } else if (ring != null && pongAt >= head && !isBegun(pongAt)) {
      Object before = ring[place(ring, pongAt)];
      ring[place(ring, pongAt)] = frame;
      count(frame.length - (before == null ? 0 : sizeOf(before)));
    } else {
      append(frame);
      pongAt = tail - 1;
    }
  }

  /** The peer did not take all: from here on the latest of a slot is enough, until all is gone. */
  void stalled() {
    if (slots != null || ring == null) {
      return;
    }
    slots = new HashMap<>();
    memory.hold(waitingBytes);
    for (int i = isBegun(head) ? head + 1 : head; i != tail; i++) {
      Object slot = slotOf(ring[place(ring, i)]);
      if (slot != null) {
        drop(slots.put(slot, i));
      }
    }
  }

  /** Copies what waits into the buffer, back to back, as far as it fits. */
  void fill(ByteBuffer out) {
    int offset = headOffset;
    for (int i = head; ring != null && i != tail && out.hasRemaining(); i++) {
      Object frame = ring[place(ring, i)];
      if (frame instanceof TextFrame text) {
        copy(text.utf8(), offset, out);
      } else if (frame instanceof byte[] whole) {
        out.put(whole, offset, Math.min(whole.length - offset, out.remaining()));
      }
      offset = 0;
    }
  }

  /** The next bytes were written: they wait no more. */
  void wrote(int bytes) {
    count(-bytes);
    int left = headOffset + bytes;
    while (ring != null && head != tail) {
      Object frame = ring[place(ring, head)];
      int size = frame == null ? 0 : sizeOf(frame);
      if (frame != null && left < size) {
        break;
      }
      left -= size;
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
  void clear() {
    for (int i = isBegun(head) ? head + 1 : head; i != tail; i++) {
      drop(i);
    }
    if (waitingBytes == 0) {
      release();
    }
  }

  /** Drops everything, also what is begun: the connection is gone. */
  void abandon() {
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
      if (slotOf(ring[place(ring, i)]) != null) {
        drop(i);
      }
    }
    if (slots != null) {
      slots.clear();
    }
    if (waitingBytes == 0) {
      release();
    }
  }

  private void drop(@Nullable Integer index) {
    if (index == null || ring == null) {
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
    Object slot = slotOf(frame);
    if (slots != null && slot != null) {
      slots.remove(slot, head);
    }
  }

  private void release() {
    if (ring != null) {
      rings.giveBack(ring);
    }
    ring = null;
    slots = null;
    head = 0;
    tail = 0;
    headOffset = 0;
    pongAt = NOWHERE;
    markAt = NOWHERE;
  }

  private void count(int bytes) {
    waitingBytes += bytes;
    if (slots != null) {
      memory.change(bytes);
    }
  }

  private boolean isBegun(int index) {
    return index == head && headOffset > 0;
  }

  private static int place(@Nullable Object[] ring, int index) {
    return index & (ring.length - 1);
  }

  private static @Nullable Object slotOf(@Nullable Object frame) {
    return frame instanceof TextFrame text ? text.slot() : null;
  }

  private static int sizeOf(Object frame) {
    if (frame instanceof TextFrame text) {
      return ServerFrame.headerBytes(text.utf8().length) + text.utf8().length;
    }
    return ((byte[]) frame).length;
  }

  private static void copy(byte[] payload, int offset, ByteBuffer out) {
    int header = ServerFrame.headerBytes(payload.length);
    int at = offset;
    for (; at < header && out.hasRemaining(); at++) {
      out.put(ServerFrame.headerByte(Opcode.TEXT, payload.length, at));
    }
    int from = Math.max(0, at - header);
    if (at >= header) {
      out.put(payload, from, Math.min(payload.length - from, out.remaining()));
    }
  }
}
