package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.start.StartChecks;
import io.messageservice.bootstrap.start.StartProblem;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what {@code serve} would start with, and what prevents it. */
record CheckCommand(CliEnvironment environment) implements CliCommand {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "check",
            "Reads the configuration, prints it with secrets masked, and says whether serve would"
                + " start here and now: exit code 0, or 2 with what is wrong. Starts nothing.");
    SettingFlags.addTo(spec, Settings.ALL);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem {
    Sources sources = SettingFlags.sources(call, Settings.ALL, environment.variables());
    sources.shown().forEach((name, text) -> call.print(name + "=" + text));
    SettingReader reading = SettingReader.of(sources);
    TrimmedSecrets.print(reading, call.err());
    StartProblem.throwIfAny(StartChecks.problems(reading));
    call.print("Nothing stands against a start.");
    return 0;
  }
}
