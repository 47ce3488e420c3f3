package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

  private static final Map<String, Function<CliEnvironment, CliCommand>> COMMANDS = commands();

  private final CliEnvironment environment;
  private UnaryOperator<CommandLine> printing = UnaryOperator.identity();

  /** A command line that was not run yet. */
  public Cli(CliEnvironment environment) {
    this.environment = environment;
  }

  /** In the order in which the help names them. */
  private static Map<String, Function<CliEnvironment, CliCommand>> commands() {
    Map<String, Function<CliEnvironment, CliCommand>> commands = new LinkedHashMap<>();
    commands.put(DEFAULT, ServeCommand::new);
    commands.put("dev", DevCommand::new);
    commands.put("token", TokenCommand::new);
    commands.put("talk", TalkCommand::new);
    commands.put("check", CheckCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("bench", BenchCommand::new);
    commands.put("top", TopCommand::new);
    commands.put("backup", BackupCommand::new);
    commands.put("restore", RestoreCommand::new);
    commands.put("webhook-test", WebhookTestCommand::new);
    commands.put("demo-part", DemoPartCommand::new);
    return commands;
  }

  /** Sends what is printed elsewhere than to the standard streams. */
  public Cli printingTo(PrintWriter out, PrintWriter err) {
    printing = commands -> commands.setOut(out).setErr(err);
    return this;
  }

  /**
   * Carries out the command that the arguments name.
   *
   * @return the exit code
   */
  public int run(String... arguments) {
    List<String> given = new ArrayList<>(List.of(arguments));
    if (!isNamed(arguments)) {
      given.add(0, DEFAULT);
    }
    return commandLine(given.get(0)).execute(given.toArray(String[]::new));
  }

  private CommandLine commandLine(String named) {
    return printing
        .apply(new CommandLine(root(named)))
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true)
        .setExecutionStrategy(Cli::carryOut)
        .setParameterExceptionHandler((fault, rest) -> misused(fault))
        .setExecutionExceptionHandler((fault, command, parsed) -> failed(fault, command));
  }

  /** Whether these arguments begin a service, which outlives the reader of what it prints. */
  public static boolean servesBy(String... arguments) {
    return SERVING.contains(isNamed(arguments) ? arguments[0] : DEFAULT);
  }

  private static boolean isNamed(String... arguments) {
    return arguments.length > 0 && (!arguments[0].startsWith("-") || ABOUT.contains(arguments[0]));
  }

  /**
   * With the one command that is named, since each takes time to describe; with all for the help.
   */
  private CommandSpec root(String named) {
    CommandSpec root =
        Specs.command(
            "message-service", "message-service", "Real-time messaging. Without a command: serve.");
    boolean isKnown = COMMANDS.containsKey(named);
    COMMANDS.forEach(
        (name, command) -> {
          if (!isKnown || name.equals(named)) {
            root.addSubcommand(name, command.apply(environment).spec());
          }
        });
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
