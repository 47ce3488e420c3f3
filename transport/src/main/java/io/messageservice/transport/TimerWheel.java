package io.messageservice.transport;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A timer for everything of one event loop: each {@link Timed} stands in the slot of the tick at
 * which something is due next. Hashed timing wheel (Varghese and Lauck, 1987), entries linked
 * through themselves. Only the loop's thread may call; time is in nanoseconds from any fixed point.
 */
final class TimerWheel {

  /** Something with a next moment. Belongs to one wheel at most. */
  abstract static class Timed {
    private @Nullable Timed previous;
    private @Nullable Timed next;
    private long dueNanos;

    /** Does what is due and returns when it is next due. */
    abstract long onTime(long nowNanos);
  }

  /** The head of a slot's circle of entries. */
  private static final class Slot extends Timed {
    @Override
    long onTime(long nowNanos) {
      throw new IllegalStateException("a slot has no time");
    }
  }

  private final long tickNanos;
  private final Slot[] slots;

  /** Ticks up to this one were visited. */
  private long tick;

  private int size;

  /**
   * @param slotCount how many ticks ahead the wheel reaches; what is due later is looked at sooner
   */
  TimerWheel(long tickNanos, int slotCount, long nowNanos) {
    this.tickNanos = tickNanos;
    this.tick = nowNanos / tickNanos;
    this.slots = new Slot[slotCount];
    for (int i = 0; i < slotCount; i++) {
      Slot slot = new Slot();
      ((Timed) slot).previous = slot;
      ((Timed) slot).next = slot;
      slots[i] = slot;
    }
  }

  int size() {
    return size;
  }

  /** Puts the entry where its moment is, from wherever it was. Never early, a tick late at most. */
  void schedule(Timed entry, long dueNanos) {
    cancel(entry);
    entry.dueNanos = dueNanos;
    long soonest = tick + 1;
    long wanted = dueNanos / tickNanos + 1;
    long at = Math.min(Math.max(wanted, soonest), tick + slots.length - 1);
    link(entry, slots[(int) (at % slots.length)]);
  }

  /** Takes the entry out, if it is in. */
  void cancel(Timed entry) {
    Timed previous = entry.previous;
    Timed next = entry.next;
    if (previous != null && next != null) {
      previous.next = next;
      next.previous = previous;
      entry.previous = null;
      entry.next = null;
      size--;
    }
  }

  /** Visits all that became due. */
  void advance(long nowNanos) {
    long target = nowNanos / tickNanos;
    long first = Math.max(tick + 1, target - slots.length + 1);
    for (long at = first; at <= target; at++) {
      tick = at;
      visit(slots[(int) (at % slots.length)], nowNanos);
    }
  }

  /** Shows every entry; the action may take entries out. */
  void forEach(Consumer<? super Timed> action) {
    for (Slot slot : slots) {
      Timed entry = ((Timed) slot).next;
      while (entry != null && entry != slot) {
        Timed next = entry.next;
        action.accept(entry);
        entry = next;
      }
    }
  }

  /** An entry goes to another slot before the next is looked at, so the circle ends. */
  private void visit(Slot slot, long nowNanos) {
    Timed entry = ((Timed) slot).next;
    while (entry != null && entry != slot) {
      schedule(entry, entry.dueNanos);
      if (entry.dueNanos <= nowNanos) {
        long due = entry.onTime(nowNanos);
        if (entry.next != null) {
          schedule(entry, due);
        }
      }
      entry = ((Timed) slot).next;
    }
  }

  private void link(Timed entry, Slot slot) {
    Timed last = ((Timed) slot).previous;
    entry.previous = last;
    entry.next = slot;
    if (last != null) {
      last.next = entry;
    }
    ((Timed) slot).previous = entry;
    size++;
  }
}
