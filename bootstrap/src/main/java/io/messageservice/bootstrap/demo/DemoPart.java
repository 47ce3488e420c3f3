package io.messageservice.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A process of a demo. When it has ended it is started again after a while, as an orchestrator
 * would. Its standard input stays open as long as it is to live. One thread.
 */
final class DemoPart {

  private static final Duration END_TIME = Duration.ofSeconds(5);

  /** How it stands. */
  enum State {
    DOWN,
    STARTING,
    UP
  }

  private final String name;
  private final DemoCommand command;
  private final BooleanSupplier mayStart;
  private State state = State.DOWN;
  private long startAtNanos;
  private int starts;
  private @Nullable Process process;

  /**
   * Not started yet.
   *
   * @param mayStart whether what it needs is there
   */
  DemoPart(String name, DemoCommand command, BooleanSupplier mayStart) {
    this.name = name;
    this.command = command;
    this.mayStart = mayStart;
    this.startAtNanos = System.nanoTime();
  }

  String name() {
    return name;
  }

  State state() {
    return state;
  }

  boolean isUp() {
    return state == State.UP;
  }

  /** Whether it was started and is to run, and has ended by itself. */
  boolean hasEnded() {
    return starts > 0 && state == State.DOWN;
  }

  /** Until it is started again; zero where it is not waiting for that. */
  Duration startsIn(long nowNanos) {
    return state == State.DOWN
        ? Duration.ofNanos(Math.max(0, startAtNanos - nowNanos))
        : Duration.ZERO;
  }

  /** Looks at what has become of it, and starts it where it is time. */
  void look(long nowNanos) throws IOException {
    Process last = process;
    if (state == State.DOWN) {
      if (startAtNanos - nowNanos <= 0 && mayStart.getAsBoolean()) {
        start();
      }
    } else if (last == null || !last.isAlive()) {
      down(nowNanos);
    } else if (state == State.STARTING && output().contains(command.readyText())) {
      state = State.UP;
    }
  }

  private void start() throws IOException {
    starts++;
    Process started = command.start();
    process = started;
    state = State.STARTING;
    command.greeting().forEach(this::order);
  }

  private void down(long nowNanos) {
    state = State.DOWN;
    startAtNanos = nowNanos + command.restart().toNanos();
  }

  /** SIGKILL; returns before it has ended. Returns whether there was something to kill. */
  boolean kill(long nowNanos) {
    Process last = process;
    if (last == null || state == State.DOWN) {
      return false;
    }
    if (command.isKilledByInput()) {
      closeInput(last);
    } else {
      last.destroyForcibly();
    }
    down(nowNanos);
    return true;
  }

  /** Writes a line to its standard input. A process that has just ended does not get it. */
  void order(String line) {
    Process last = process;
    if (last != null) {
      try {
        last.getOutputStream().write((line + "\n").getBytes(UTF_8));
        last.getOutputStream().flush();
      } catch (IOException e) {
        // it has ended, which the next look finds
      }
    }
  }

  private static void closeInput(Process last) {
    try {
      last.getOutputStream().close();
    } catch (IOException e) {
      // it has ended
    }
  }

  /** The last that it printed; empty where it printed nothing. */
  String lastLine() {
    List<String> lines = output().lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  private String output() {
    Path file = command.output();
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it for good. */
  void beginEnd() {
    Process last = process;
    if (last != null) {
      closeInput(last);
      if (!command.isKilledByInput()) {
        last.destroyForcibly();
      }
    }
  }

  /** Waits until it has ended, for a while at most. */
  void awaitEnd() throws InterruptedException {
    Process last = process;
    if (last != null && !last.waitFor(END_TIME.toSeconds(), TimeUnit.SECONDS)) {
      last.destroyForcibly();
    }
  }
}
