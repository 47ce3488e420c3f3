package io.messageservice.bootstrap.start;

import io.messageservice.bootstrap.config.Printable;
import java.io.IOException;
import java.util.Objects;

/** Why a port cannot be opened, as a line for an operator. */
public final class PortProblem {

  private PortProblem() {}

  /**
   * The line.
   *
   * @param setting the one that names the port
   * @param cause what the system answered; its reason is in the line, in our words where it is a
   *     usual one
   */
  public static String line(String setting, int port, IOException cause) {
    String named = setting + " " + port;
    String reason = Objects.requireNonNullElse(cause.getMessage(), "no reason given");
    if (reason.contains("in use")) {
      return named + " is in use";
    }
    return reason.contains("denied")
        ? named + " may not be opened by this user"
        : named + " cannot be opened: " + Printable.of(reason);
  }
}
