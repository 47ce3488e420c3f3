package io.messageservice.transport;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the outboxes of one event loop share: how many frames they dropped, and empty rings that the
 * {@link Outbox}es borrow and give back, so that an idle connection holds none and a busy one
 * allocates none. Only the loop's thread may call. Holds 4,096 at most; what is given back beyond
 * that, or has grown, is left to the garbage collector.
 */
public final class RingPool {

  private static final int FIRST_LENGTH = 8;
  private static final int MAX_KEPT = 4096;

  private final List<@Nullable Object[]> kept = new ArrayList<>();

  private int dropped;

  /** An outbox dropped a frame that later ones replace, or that nobody needs. */
  void countDropped() {
    dropped++;
  }

  /** How many were dropped since this was asked. */
  int takeDropped() {
    int taken = dropped;
    dropped = 0;
    return taken;
  }

  /** A ring of a power of two of empty places. */
  @Nullable Object[] take() {
    return kept.isEmpty() ? new Object[FIRST_LENGTH] : kept.remove(kept.size() - 1);
  }

  /** Takes back a ring whose places are all null. */
  void giveBack(@Nullable Object[] ring) {
    if (ring.length == FIRST_LENGTH && kept.size() < MAX_KEPT) {
      kept.add(ring);
    }
  }
}
