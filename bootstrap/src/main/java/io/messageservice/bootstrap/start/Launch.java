package io.messageservice.bootstrap.start;

import io.messageservice.bootstrap.config.Settings;

/** Puts the service together and starts it. */
@FunctionalInterface
public interface Launch {

  /**
   * Returns when the public port is open and served.
   *
   * @throws StartProblem where a setting or the machine stands against it; nothing is left running
   *     then, no port open, no folder locked
   */
  Running start(Settings settings) throws StartProblem;
}
