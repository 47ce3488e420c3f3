package io.messageservice.bootstrap;

import io.messageservice.adapter.http.Readiness;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** From starting through ready and draining to stopped. Any thread may call. */
final class Lifecycle implements Readiness {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** What must work, by the name under which it is reported, in that order. */
  private volatile Map<String, BooleanSupplier> needs = Map.of();

  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** From now on it is ready while all of these work; asking them must not block. */
  void ready(Map<String, BooleanSupplier> what) {
    needs = what;
    ready.set(true);
  }

  /** Whether this call is the one that begins it. */
  boolean beginDraining() {
    return draining.compareAndSet(false, true);
  }

  /** Whether this call is the one that begins it. */
  boolean beginStopping() {
    return stopping.compareAndSet(false, true);
  }

  void stopped() {
    stopped.countDown();
  }

  @Override
  public List<String> missing() {
    if (draining.get()) {
      return List.of("draining");
    }
    if (!ready.get()) {
      return List.of("starting");
    }
    return needs.entrySet().stream()
        .filter(need -> !need.getValue().getAsBoolean())
        .map(Map.Entry::getKey)
        .toList();
  }

  void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the condition holds or the time is over, by {@link System#nanoTime}. */
  void awaitUntil(long endNanos, BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean() && System.nanoTime() - endNanos < 0) {
        TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
