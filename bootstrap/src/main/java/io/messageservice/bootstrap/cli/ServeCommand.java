package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.start.Running;
import io.messageservice.bootstrap.start.StartChecks;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.start.StopSignals.HangUp;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Runs the service until a signal stops it. */
record ServeCommand(CliEnvironment environment) implements CliCommand {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "serve",
            "Runs the service. Also what is done where no command is named.",
            "Every flag may be given as an environment variable: --heartbeat-interval is"
                + " HEARTBEAT_INTERVAL. A flag wins.");
    SettingFlags.addTo(spec, Settings.ALL);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    Sources sources = SettingFlags.sources(call, Settings.ALL, environment.variables());
    SettingReader reading = SettingReader.of(sources);
    Settings settings = StartChecks.require(reading);
    environment.logs().accept(settings.logging());
    TrimmedSecrets.log(reading);
    Running running = environment.launch().start(settings, Optional.empty());
    environment.waiting().await(running, HangUp.RELOADS);
    return 0;
  }
}
