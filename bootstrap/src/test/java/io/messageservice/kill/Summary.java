package io.messageservice.kill;

import java.util.ArrayList;
import java.util.List;

/** What came of a run. */
final class Summary {

  private static final int SHOWN = 20;

  private final List<String> wrong = new ArrayList<>();
  private int lost;
  private int doubled;
  private int disordered;
  private int acknowledged;
  private long seen;
  private long kills;
  private int stored;
  private int foundStored;
  private int recovered;
  private int begunAnew;

  void add(List<String> more) {
    wrong.addAll(more);
  }

  void add(Judge judge) {
    lost += judge.lost();
    doubled += judge.doubled();
    disordered += judge.disordered();
    wrong.addAll(judge.wrong());
    judge.forget();
  }

  void count(int acknowledgedInAll, int seenNow, long killed) {
    acknowledged = acknowledgedInAll;
    seen += seenNow;
    kills += killed;
  }

  void ended(boolean cleanly, int storedInAll, int doubles) {
    stored = storedInAll;
    foundStored = doubles;
    if (!cleanly) {
      wrong.add("it did not stop cleanly at the end");
    }
  }

  void resumed(int fromPosition, int fromHead) {
    recovered = fromPosition;
    begunAnew = fromHead;
  }

  boolean isGood() {
    return wrong.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    wrong.stream().limit(SHOWN).forEach(line -> text.append("WRONG: ").append(line).append('\n'));
    return text.append(
            String.format(
                "%d kills: %d messages acknowledged (%d of them only when sent again, and found"
                    + " stored), %d stored, %d seen; views that went on after a position %d, that"
                    + " began anew %d; lost %d, doubled %d, out of order %d; %s",
                kills,
                acknowledged,
                foundStored,
                stored,
                seen,
                recovered,
                begunAnew,
                lost,
                doubled,
                disordered,
                isGood() ? "nothing wrong" : wrong.size() + " things WRONG"))
        .toString();
  }
}
