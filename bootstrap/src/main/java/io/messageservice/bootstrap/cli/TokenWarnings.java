package io.messageservice.bootstrap.cli;

import java.io.PrintWriter;
import java.util.Optional;

/** What may make the service refuse tokens that were issued here. */
final class TokenWarnings {

  private TokenWarnings() {}

  static void print(Optional<String> issuer, Optional<String> audience, PrintWriter err) {
    issuer.ifPresent(set -> err.println(line("JWT_ISSUER", "iss")));
    audience.ifPresent(set -> err.println(line("JWT_AUDIENCE", "aud")));
    err.flush();
  }

  private static String line(String setting, String claim) {
    return "Warning: "
        + setting
        + " is set, but tokens made here have no "
        + claim
        + ": the service will refuse them.";
  }
}
