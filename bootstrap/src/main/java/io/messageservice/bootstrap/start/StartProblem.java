package io.messageservice.bootstrap.start;

import java.util.List;

/**
 * The service cannot start because of what an operator set or of where it runs. The command line
 * prints the lines and ends with exit code 2; no stack trace.
 */
public final class StartProblem extends Exception {

  private final transient List<String> lines;

  /**
   * @param lines one for each problem, beginning with the name of the setting to look at; nothing
   *     secret
   */
  public StartProblem(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  /** A single problem. */
  public StartProblem(String line) {
    this(List.of(line));
  }

  /**
   * @throws StartProblem where there are such lines
   */
  public static void throwIfAny(List<String> lines) throws StartProblem {
    if (!lines.isEmpty()) {
      throw new StartProblem(lines);
    }
  }

  /** One line for each problem. */
  public List<String> lines() {
    return lines;
  }
}
