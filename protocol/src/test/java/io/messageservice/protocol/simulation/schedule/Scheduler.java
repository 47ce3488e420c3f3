package io.messageservice.protocol.simulation.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The only chance and the only clock of a run. Each step carries out the next task of one line. A
 * task that calls {@link #interrupt} lets other strands run within it, as a thread that is
 * preempted there does.
 */
public final class Scheduler {

  private static final int MOST_STEPS = 200_000;
  private static final int DEEPEST = 3;

  /** After so many lines more, those that are over are forgotten. */
  private static final int MORE_LINES = 32;

  private final SplittableRandom random;
  private final Journal journal;
  private final int[] speeds;
  private final List<Line> lines = new ArrayList<>();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::number));
  private long nanos;
  private long dues;
  private int kept = MORE_LINES;
  private int steps;
  private int depth;

  private record Due(long atNanos, long number, Line line, Runnable task) {}

  /** At time zero, with nothing to do. */
  public Scheduler(long seed, Journal journal) {
    this.random = new SplittableRandom(seed);
    this.journal = journal;
    this.speeds = random.nextBoolean() ? new int[] {4} : new int[] {1, 4, 16};
  }

  /** A line whose speed is a matter of chance. */
  public Line line(String name, Strand strand) {
    return line(name, strand, speeds[random.nextInt(speeds.length)]);
  }

  public Line line(String name, Strand strand, int weight) {
    if (lines.size() >= kept) {
      lines.removeIf(Line::isOver);
      kept = lines.size() + MORE_LINES;
    }
    Line line = new Line(name, strand, weight);
    lines.add(line);
    return line;
  }

  /** Puts the task into the line when the time has come. */
  public void after(Duration delay, Line line, Runnable task) {
    due.add(new Due(nanos + delay.toNanos(), dues++, line, task));
  }

  public long nanos() {
    return nanos;
  }

  /** A number from 0 to below the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Whether something happens that does so as often in a thousand times. */
  public boolean happens(int perMille) {
    return perMille > 0 && random.nextInt(1_000) < perMille;
  }

  public <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Does all there is to do; time passes by chance. */
  public void runAll() {
    while (step()) {
      if (happens(25)) {
        passToNext(Long.MAX_VALUE);
      }
    }
  }

  /** Does all there is to do now. */
  public void runReady() {
    while (step()) {}
  }

  /** Does all there is to do and lets the time pass. */
  public void rest(Duration time) {
    long end = nanos + time.toNanos();
    do {
      runReady();
    } while (passToNext(end));
    nanos = end;
  }

  /** Lets other strands run before the one that calls goes on. */
  public void interrupt() {
    if (depth < DEEPEST && random.nextInt(6) == 0) {
      depth++;
      int most = 1 + random.nextInt(12);
      for (int i = 0; i < most && step(); i++) {}
      depth--;
    }
  }

  private boolean step() {
    if (journal.firstBroken() != null) {
      return false;
    }
    Line line = choose();
    if (line == null) {
      return false;
    }
    if (++steps > MOST_STEPS) {
      journal.broken("the service comes to rest");
    }
    nanos += random.nextInt(100_000);
    dueNow();
    journal.note(() -> steps + " " + nanos / 1_000 + " us, depth " + depth + ": " + line.name());
    line.runNext();
    return true;
  }

  private @Nullable Line choose() {
    int all = 0;
    for (Line line : lines) {
      all += line.isReady() ? line.weight() : 0;
    }
    if (all == 0) {
      return null;
    }
    int left = random.nextInt(all);
    for (Line line : lines) {
      left -= line.isReady() ? line.weight() : 0;
      if (left < 0) {
        return line;
      }
    }
    throw new IllegalStateException("weights changed");
  }

  private boolean passToNext(long end) {
    Due next = due.peek();
    if (next == null || next.atNanos() > end || journal.firstBroken() != null) {
      return false;
    }
    nanos = Math.max(nanos, next.atNanos());
    dueNow();
    return true;
  }

  private void dueNow() {
    for (Due next = due.peek(); next != null && next.atNanos() <= nanos; next = due.peek()) {
      due.remove();
      next.line().execute(next.task());
    }
  }
}
