package io.messageservice.bootstrap.start;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT: the first drains, the second stops at once. SIGHUP: as {@link HangUp} states;
 * where the parent process has it ignored, as {@code nohup} does, it stays ignored. SIGQUIT is the
 * JVM's, for a thread dump.
 *
 * <p>A shutdown hook cannot do that: while hooks run, the JVM's own handler swallows further
 * signals, so that the second would never be seen. {@code sun.misc.Signal} of {@code
 * jdk.unsupported} is the one way in the JDK to see each. It is reached by reflection because javac
 * warns of it in a way that cannot be silenced where warnings are errors. The JVM calls a handler
 * on a new thread for each signal, so that a handler may wait.
 */
public final class StopSignals {

  /** What a SIGHUP means. */
  public enum HangUp {
    /** The terminal is closed, and the service with it. */
    STOPS,
    /** An operator has changed files. */
    RELOADS
  }

  private final Running running;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicInteger seen = new AtomicInteger();

  StopSignals(Running running) {
    this.running = running;
  }

  /**
   * Waits for the signals and for the stop that they ask for. The service is ready only when they
   * are handled: before, the JVM ends by each of them.
   */
  public static void await(Running running, HangUp hangUp) throws InterruptedException {
    StopSignals signals = new StopSignals(running);
    handle("TERM", signals::received);
    handle("INT", signals::received);
    if (isKnown("HUP")) {
      handle("HUP", hangUp == HangUp.STOPS ? signals::hungUp : running::reload);
    }
    running.ready();
    signals.stopped.await();
  }

  /** A signal was received. Returns when the service has stopped. */
  void received() {
    if (seen.getAndIncrement() == 0) {
      stop(running::drain);
    } else {
      stop(running::stopNow);
    }
  }

  /**
   * The terminal is closed. Both the system and the shell may report it: the second adds nothing.
   */
  void hungUp() {
    if (seen.compareAndSet(0, 1)) {
      stop(running::drain);
    }
  }

  private void stop(Runnable how) {
    try {
      how.run();
    } finally {
      stopped.countDown();
    }
  }

  /** Sends this process SIGTERM: what that does is done once, by whomever it comes. */
  public static void raise() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      signal
          .getMethod("raise", signal)
          .invoke(null, signal.getConstructor(String.class).newInstance("TERM"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let signals be sent", e);
    }
  }

  /** Windows knows no SIGHUP. */
  private static boolean isKnown(String name) {
    try {
      Object unused =
          Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
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
