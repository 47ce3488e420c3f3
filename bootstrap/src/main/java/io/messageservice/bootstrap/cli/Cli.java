package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The commands of the jar. Exit codes: 0 done, 1 a fault, 2 something that the user wrote or the
 * machine stands against it, printed in a line each and without a stack trace.
 */
public final class Cli {

  private static final String DEFAULT = "serve";
  private static final Set<String> SERVING = Set.of(DEFAULT, "dev");
  private static final Set<String> ABOUT = Set.of("-h", "--help", "-V", "--version");

  private final CommandLine commands;

  /** A command line that was not run yet. */
  public Cli(CliEnvironment environment) {
    commands =
        new CommandLine(root(environment))
            .setExpandAtFiles(false)
            .setOverwrittenOptionsAllowed(true)
            .setExecutionStrategy(Cli::carryOut)
            .setParameterExceptionHandler((fault, arguments) -> misused(fault))
            .setExecutionExceptionHandler((fault, command, given) -> failed(fault, command));
  }

  /** Sends what is printed elsewhere than to the standard streams. */
  public Cli printingTo(PrintWriter out, PrintWriter err) {
    commands.setOut(out).setErr(err);
    return this;
  }

  /**
   * Carries out the command that the arguments name.
   *
   * @return the exit code
   */
  public int run(String... arguments) {
    Stream<String> command = isNamed(arguments) ? Stream.empty() : Stream.of(DEFAULT);
    return commands.execute(Stream.concat(command, Stream.of(arguments)).toArray(String[]::new));
  }

  /** Whether these arguments begin a service, which outlives the reader of what it prints. */
  public static boolean servesBy(String... arguments) {
    return SERVING.contains(isNamed(arguments) ? arguments[0] : DEFAULT);
  }

  private static boolean isNamed(String... arguments) {
    return arguments.length > 0 && (!arguments[0].startsWith("-") || ABOUT.contains(arguments[0]));
  }

  private static CommandSpec root(CliEnvironment environment) {
    CommandSpec root =
        Specs.command(
            "message-service", "message-service", "Real-time messaging. Without a command: serve.");
    Stream.of(
            new ServeCommand(environment),
            new DevCommand(environment),
            new TokenCommand(environment),
            new TalkCommand(environment),
            new CheckCommand(environment),
            new DoctorCommand(environment),
            new BenchCommand(environment),
            new TopCommand(environment),
            new BackupCommand(environment),
            new RestoreCommand(environment),
            new WebhookTestCommand(environment),
            new DemoPartCommand(environment))
        .map(CliCommand::spec)
        .forEach(spec -> root.addSubcommand(spec.name(), spec));
    return root;
  }

  private static int carryOut(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    ParseResult given = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    CommandLine command = given.commandSpec().commandLine();
    CliCommand chosen = (CliCommand) given.commandSpec().userObject();
    try {
      return chosen.run(new CliCall(given, command.getOut(), command.getErr()));
    } catch (StartProblem | InterruptedException e) {
      throw new CommandLine.ExecutionException(command, "stopped", e);
    }
  }

  /** What was written is not repeated but for names of options: it may hold a secret. */
  private static int misused(ParameterException fault) {
    PrintWriter err = fault.getCommandLine().getErr();
    err.println(
        fault instanceof UnmatchedArgumentException unmatched
            ? unknown(unmatched.getUnmatched().get(0))
            : fault.getMessage());
    err.println("Try: " + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static String unknown(String first) {
    return first.startsWith("-")
        ? "Unknown option: " + first.split("=", 2)[0]
        : "Unknown command or argument";
  }

  private static int failed(Exception fault, CommandLine command) {
    PrintWriter err = command.getErr();
    if (fault instanceof StartProblem problem) {
      problem.lines().forEach(err::println);
      err.flush();
      return CommandLine.ExitCode.USAGE;
    }
    fault.printStackTrace(err);
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
