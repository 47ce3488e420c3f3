package io.messageservice.bootstrap.talk;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts history and what comes live into one order, each message once. What comes live is held back
 * only while a page of history is under way.
 */
final class Timeline {

  private final SortedMap<Long, Said> held = new TreeMap<>();
  private String epoch = "";
  private long seen;

  /** The newest position that was shown. */
  long seen() {
    return seen;
  }

  /** Positions count in one epoch only; another one begins anew. */
  void within(String epochNow) {
    if (!epochNow.equals(epoch)) {
      epoch = epochNow;
      seen = 0;
      held.clear();
    }
  }

  void hold(Said message) {
    if (message.seq() > seen) {
      held.put(message.seq(), message);
    }
  }

  /** What is held, in order; counts as shown from now on. */
  List<Said> release() {
    List<Said> released = new ArrayList<>(held.values());
    held.clear();
    released.forEach(message -> shown(message.seq()));
    return released;
  }

  /** The message at this position needs not be shown again. */
  void shown(long seq) {
    seen = Math.max(seen, seq);
  }
}
