package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.Launch;
import io.messageservice.bootstrap.start.Running;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * What the commands need from outside, so that tests can give them something else.
 *
 * @param environment of the process
 * @param input what is typed
 * @param launcher how the user called the service, for lines that he may copy
 */
public record Surroundings(
    Launch launch,
    Waiting waiting,
    Map<String, String> environment,
    InputStream input,
    InstantSource clock,
    String launcher) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Waits until the service has stopped. */
  @FunctionalInterface
  public interface Waiting {
    void await(Running running) throws InterruptedException;
  }
}
