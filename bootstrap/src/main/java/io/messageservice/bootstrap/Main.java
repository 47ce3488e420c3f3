package io.messageservice.bootstrap;

import io.messageservice.bootstrap.cli.Cli;
import io.messageservice.bootstrap.cli.CliEnvironment;
import io.messageservice.bootstrap.logging.Logs;
import io.messageservice.bootstrap.logging.StandardStreams;
import io.messageservice.bootstrap.start.ProcessTexts;
import io.messageservice.bootstrap.start.StopSignals;
import java.time.InstantSource;

/** Where the process begins. */
public final class Main {

  private Main() {}

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    StandardStreams streams = new StandardStreams();
    if (Cli.servesBy(arguments)) {
      streams.detach();
    }
    CliEnvironment environment =
        new CliEnvironment(
            Service::start,
            StopSignals::await,
            settings -> Logs.start(settings, streams),
            ProcessTexts.environment(),
            System.in,
            InstantSource.system(),
            System.getProperty("messageservice.launcher", "./message-service"));
    System.exit(new Cli(environment).run(ProcessTexts.arguments(arguments).toArray(String[]::new)));
  }
}
