package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import picocli.CommandLine.Model.CommandSpec;

/** One subcommand. */
interface CliCommand {

  /** Its name, options and help. */
  CommandSpec spec();

  /**
   * Carries it out.
   *
   * @return the exit code
   */
  int run(CliCall call) throws StartProblem, InterruptedException;
}
