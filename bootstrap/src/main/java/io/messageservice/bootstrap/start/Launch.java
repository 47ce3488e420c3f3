package io.messageservice.bootstrap.start;

import io.messageservice.adapter.http.web.TokenHandler;
import io.messageservice.bootstrap.config.Settings;
import java.util.Optional;

/** Puts the service together and starts it. */
@FunctionalInterface
public interface Launch {

  /**
   * Returns when the public port is open and served.
   *
   * @param page what the page for trying out gets its tokens from; empty where there is no page
   * @throws StartProblem where a setting or the machine stands against it; nothing is left running
   *     then, no port open, no folder locked
   */
  Running start(Settings settings, Optional<TokenHandler.Issuer> page) throws StartProblem;
}
