package io.messageservice.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Runs tasks on the thread of the test, at a time that the test moves on. */
final class ManualClientThread implements ClientThread {

  private record Timer(Duration at, Runnable task) {}

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private Duration now = Duration.ZERO;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    timers.add(new Timer(now.plus(delay), task));
  }

  /** All that can run now. */
  void settle() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Moves the time on; what falls due on the way runs at its time. */
  void pass(Duration time) {
    Duration end = now.plus(time);
    settle();
    while (timers.stream().anyMatch(timer -> timer.at().compareTo(end) <= 0)) {
      Timer next = timers.stream().min(Comparator.comparing(Timer::at)).orElseThrow();
      timers.remove(next);
      now = next.at();
      next.task().run();
      settle();
    }
    now = end;
  }
}
