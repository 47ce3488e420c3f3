package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.config.LoggingSettings;
import io.messageservice.bootstrap.start.Launch;
import io.messageservice.bootstrap.start.Running;
import io.messageservice.bootstrap.start.StopSignals;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the commands need from outside, so that tests can give them something else.
 *
 * @param logs begins to log
 * @param variables the environment of the process
 * @param input what is typed
 * @param launcher how the user called the service, for lines that they may copy
 */
public record CliEnvironment(
    Launch launch,
    Waiting waiting,
    Consumer<LoggingSettings> logs,
    Map<String, String> variables,
    InputStream input,
    InstantSource clock,
    String launcher) {

  public CliEnvironment {
    variables = Map.copyOf(variables);
  }

  /** Waits until the service has stopped. */
  @FunctionalInterface
  public interface Waiting {
    void await(Running running, StopSignals.HangUp hangUp) throws InterruptedException;
  }
}
