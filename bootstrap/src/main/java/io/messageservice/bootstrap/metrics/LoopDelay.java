package io.messageservice.bootstrap.metrics;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Timer;
import java.time.Duration;
import java.util.List;

/** Measures how long a task waits for its event loop: once a second, with one that does nothing. */
public final class LoopDelay {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final List<EventLoop> loops;
  private final Timer timer;
  private final List<Histogram> lags;

  private LoopDelay(List<EventLoop> loops, Timer timer, List<Histogram> lags) {
    this.loops = loops;
    this.timer = timer;
    this.lags = lags;
  }

  /** Begins; ends with the timer. */
  public static void measure(List<EventLoop> loops, Timer timer, MetricsRegistry registry) {
    new LoopDelay(loops, timer, registry.histograms(Metric.LOOP_LAG, loops.size())).look();
  }

  private void look() {
    for (EventLoop loop : loops) {
      long asked = System.nanoTime();
      loop.execute(() -> lags.get(loop.index()).record(System.nanoTime() - asked));
    }
    timer.after(PERIOD, this::look);
  }
}
