package io.messageservice.bootstrap.start;

import io.messageservice.bootstrap.config.Settings;
import java.util.Optional;

/** Puts the service together and starts it. */
@FunctionalInterface
public interface Launch {

  /**
   * Returns when the public port is open and served.
   *
   * @param pages what the pages for trying out are given; empty where there are none
   * @throws StartProblem where a setting or the machine stands against it; nothing is left running
   *     then, no port open, no folder locked
   */
  Running start(Settings settings, Optional<DevPages> pages) throws StartProblem;
}
