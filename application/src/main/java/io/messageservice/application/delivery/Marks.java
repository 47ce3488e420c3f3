package io.messageservice.application.delivery;

import io.messageservice.application.port.out.History.Mark;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Up to where comparisons have read the store: the last one, and earlier ones for as long as {@link
 * Watches} may want them looked at again. Only the lane's thread may call.
 */
final class Marks {

  /** Where there are more, an earlier one stands for them. */
  private static final int MOST = 100;

  private final Watches watches;

  /** By the number of the comparison after which it stood so. */
  private final NavigableMap<Long, Mark> kept = new TreeMap<>();

  private Mark last;

  /** Everything stored before the mark is told. */
  Marks(Watches watches, Mark mark) {
    this.watches = watches;
    this.last = mark;
    kept.put(watches.comparisons(), mark);
  }

  /** As if nothing had been compared before: everything stored before the mark is told. */
  void begin(Mark mark) {
    last = mark;
    kept.clear();
    kept.put(watches.comparisons(), mark);
  }

  /** Where it stood after that comparison, or after an earlier one. */
  Mark at(long comparison) {
    Map.Entry<Long, Mark> earlier = kept.floorEntry(comparison);
    boolean isLast = earlier == null || comparison >= watches.comparisons();
    return isLast ? last : earlier.getValue();
  }

  /** The comparison that {@link Watches} has just counted ended there. */
  void keep(Mark mark) {
    last = mark;
    Long needed = kept.floorKey(watches.neededSince());
    if (needed != null) {
      kept.headMap(needed, false).clear();
    }
    if (kept.size() < MOST) {
      kept.put(watches.comparisons(), mark);
    }
  }
}
