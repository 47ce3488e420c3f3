package io.messageservice.adapter.redis.store.log;

import java.util.ArrayList;
import java.util.List;

/**
 * What a reader gets next of the order: changes without a hole between them. What the logs have no
 * more is passed over only before the first. Not safe for several threads.
 */
public final class OrderSelection {

  private final int limit;
  private final List<LogBounds> logs;
  private final List<Stretch> stretches = new ArrayList<>();
  private int count;
  private long start;
  private long end;

  /**
   * With nothing yet.
   *
   * @param at the place to read from
   * @param limit how many changes at most
   * @param logs what each partition holds
   */
  public OrderSelection(long at, int limit, List<LogBounds> logs) {
    this.limit = limit;
    this.logs = logs;
    this.start = at;
    this.end = at;
  }

  /** The place before the first. */
  public long start() {
    return start;
  }

  /** The place of the last. */
  public long end() {
    return end;
  }

  /** What was selected, in the order. */
  public List<Stretch> stretches() {
    return stretches;
  }

  /**
   * Takes of what comes next in the order.
   *
   * @return whether all of it was passed over, so that there may be something behind it
   */
  public boolean take(List<Stretch> next) {
    long before = end;
    for (Stretch each : next) {
      Stretch rest = each.after(end);
      if (count == limit || !(rest.isEmpty() || take(rest))) {
        break;
      }
    }
    return stretches.isEmpty() && end > before;
  }

  /** Whether what follows can be taken, too. */
  private boolean take(Stretch rest) {
    Stretch left = rest.notBefore(logs.get(rest.partition()).firstNumber());
    if (left.place() > end + 1) {
      if (!stretches.isEmpty()) {
        return false;
      }
      start = left.place() - 1;
      end = start;
    }
    if (!left.isEmpty()) {
      Stretch fitting = left.first(limit - count);
      stretches.add(fitting);
      count += (int) (fitting.to() - fitting.from() + 1);
      end = fitting.end();
    }
    return true;
  }
}
