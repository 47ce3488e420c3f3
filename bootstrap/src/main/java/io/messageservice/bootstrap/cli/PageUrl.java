package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import java.net.URI;
import java.util.Set;

/** Where the management port of a node is. */
final class PageUrl {

  private PageUrl() {}

  /** The address that an option names. */
  static URI read(String option, String text) throws StartProblem {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new StartProblem(option + " must be like http://127.0.0.1:8002");
  }
}
