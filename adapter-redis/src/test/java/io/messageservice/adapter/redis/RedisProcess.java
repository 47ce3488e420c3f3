package io.messageservice.adapter.redis;

import static io.messageservice.application.waiting.Patience.PATIENCE;

import io.messageservice.application.waiting.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A server as a process of this machine. A shell stands between: it passes on the signals that it
 * reads, and where its input ends, because this JVM has ended in whatever way, it kills the server.
 */
final class RedisProcess implements RedisHost {

  /** The first argument is the file for what the server says, the others are its command line. */
  private static final String WATCH =
      """
      said=$1; shift
      "$@" >"$said" 2>&1 </dev/null &
      while read -r signal; do
        kill -s "$signal" $!
        case $signal in KILL|TERM) wait $!; exit 0;; esac
        echo "$signal"
      done
      kill -s KILL $!
      wait $!
      """;

  private final List<String> command = new ArrayList<>();
  private final Path folder;
  private int starts;
  private boolean paused;
  private @Nullable Process shell;
  private @Nullable Writer signals;
  private @Nullable BufferedReader passedOn;

  RedisProcess(Path executable, int port, Path folder, List<String> arguments) {
    this.folder = folder;
    command.addAll(List.of(executable.toString()));
    command.addAll(arguments);
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--dir", folder.toString()));
  }

  @Override
  public void start() {
    if (shell != null) {
      throw new IllegalStateException("it runs already");
    }
    Path said = folder.resolve("output-" + ++starts + ".txt");
    List<String> watched = new ArrayList<>(List.of("sh", "-c", WATCH, "sh", said.toString()));
    watched.addAll(command);
    try {
      Process started = new ProcessBuilder(watched).start();
      shell = started;
      signals = started.outputWriter();
      passedOn = started.inputReader();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady(said);
  }

  private void awaitReady(Path said) {
    try {
      Patience.await().until(() -> Files.exists(said) && isReady(Files.readString(said)));
    } catch (ConditionTimeoutException e) {
      close();
      throw new AssertionError("Redis did not start: " + command + "\n" + read(said), e);
    }
  }

  private static boolean isReady(String said) {
    return said.contains("Ready to accept connections") || said.contains("Sentinel ID is");
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "it said nothing";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (paused) {
      resume();
    }
    end("TERM");
  }

  @Override
  public void kill() {
    end("KILL");
  }

  @Override
  public void pause() {
    signal("STOP");
    expect("STOP");
    paused = true;
  }

  @Override
  public void resume() {
    signal("CONT");
    expect("CONT");
    paused = false;
  }

  @Override
  public void close() {
    if (shell != null) {
      end("KILL");
    }
  }

  private void end(String signal) {
    signal(signal);
    Process ending = Objects.requireNonNull(shell);
    try {
      if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Redis did not end by " + signal);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    shell = null;
    paused = false;
  }

  private void signal(String name) {
    Writer to = Objects.requireNonNull(signals, "it was never started");
    try {
      to.write(name + "\n");
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void expect(String name) {
    try {
      String line = Objects.requireNonNull(passedOn).readLine();
      if (!name.equals(line)) {
        throw new AssertionError("instead of " + name + " came " + line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
