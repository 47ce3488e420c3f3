package io.messageservice.protocol.simulation.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Tasks that wait, in order, for a strand. */
public final class Line implements Executor {

  private final String name;
  private final Strand strand;
  private final int weight;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean closed;
  private boolean paused;

  /**
   * An empty line.
   *
   * @param weight how often it is chosen beside others
   */
  Line(String name, Strand strand, int weight) {
    this.name = name;
    this.strand = strand;
    this.weight = weight;
  }

  @Override
  public void execute(Runnable task) {
    if (!closed) {
      tasks.add(task);
    }
  }

  void runNext() {
    strand.busy = true;
    try {
      tasks.remove().run();
    } finally {
      strand.busy = false;
    }
  }

  /** Loses all but the first tasks. */
  public void keepFirst(int count) {
    while (tasks.size() > count) {
      tasks.removeLast();
    }
  }

  /** Does nothing until it is to go on. */
  public void pause(boolean still) {
    paused = still;
  }

  /** Forgets what waits and takes nothing more. */
  public void close() {
    closed = true;
    tasks.clear();
  }

  /** Takes nothing more, but does what waits. */
  public void end() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  boolean isOver() {
    return closed && tasks.isEmpty();
  }

  boolean isReady() {
    return !paused && !strand.busy && !tasks.isEmpty();
  }

  public int size() {
    return tasks.size();
  }

  int weight() {
    return weight;
  }

  public String name() {
    return name;
  }
}
