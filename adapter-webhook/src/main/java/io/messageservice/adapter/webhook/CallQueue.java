package io.messageservice.adapter.webhook;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Calls that wait, and how many are under way. Guarded by itself, for a few fields. */
final class CallQueue {

  /** The most calls that are under way. */
  static final int MAX_CALLS = 64;

  /** The most that wait; one that holds much counts for several. */
  static final int MAX_WAITING = 1_000;

  private final Deque<HookCall> waiting = new ArrayDeque<>();
  private int weight;
  private int calls;

  /** False where too many wait. */
  synchronized boolean offer(HookCall call) {
    if (weight >= MAX_WAITING) {
      return false;
    }
    weight += call.weight();
    return waiting.add(call);
  }

  /** The next one that may begin; it counts as under way then. */
  synchronized @Nullable HookCall next() {
    if (calls == MAX_CALLS || waiting.isEmpty()) {
      return null;
    }
    calls++;
    HookCall next = waiting.remove();
    weight -= next.weight();
    return next;
  }

  /** One that was under way is not any more. */
  synchronized void ended() {
    calls--;
  }
}
