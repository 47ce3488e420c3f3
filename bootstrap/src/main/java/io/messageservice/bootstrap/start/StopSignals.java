package io.messageservice.bootstrap.start;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT: the first drains, the second stops at once.
 *
 * <p>A shutdown hook cannot do that: while hooks run, the JVM's own handler swallows further
 * signals, so that the second would never be seen. {@code sun.misc.Signal} of {@code
 * jdk.unsupported} is the one way in the JDK to see each. It is reached by reflection because javac
 * warns of it in a way that cannot be silenced where warnings are errors. The JVM calls a handler
 * on a new thread for each signal, so that a handler may wait.
 */
public final class StopSignals {

  private final Running running;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicInteger seen = new AtomicInteger();

  StopSignals(Running running) {
    this.running = running;
  }

  /** Waits for the signals and for the stop that they ask for. */
  public static void await(Running running) throws InterruptedException {
    StopSignals signals = new StopSignals(running);
    handle("TERM", signals::came);
    handle("INT", signals::came);
    signals.stopped.await();
  }

  /** A signal came. Returns when the service has stopped. */
  void came() {
    try {
      if (seen.getAndIncrement() == 0) {
        running.drain();
      } else {
        running.stopNow();
      }
    } finally {
      stopped.countDown();
    }
  }

  private static void handle(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                handler.run();
                return null;
              });
      signal
          .getMethod("handle", signal, type)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let signals be handled", e);
    }
  }
}
