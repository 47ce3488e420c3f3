package io.messageservice.bootstrap.cli;

import static io.messageservice.bootstrap.config.TokenSettings.JWT_SECRET;

import io.messageservice.bootstrap.config.ConnectionSettings;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.doctor.Doctor;
import io.messageservice.bootstrap.doctor.DoctorReport;
import io.messageservice.bootstrap.doctor.ProxyRequest;
import io.messageservice.bootstrap.start.StartProblem;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Says what should be changed in the machine, in Redis and in the proxy. */
record DoctorCommand(CliEnvironment environment) implements CliCommand {

  private static final String USER = "doctor";
  private static final Duration TOKEN_LIVES = Duration.ofMinutes(15);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "doctor",
            "Looks at the settings, descriptors, limits of the kernel, clock, disk, Redis and the"
                + " JVM, and with --url at the proxy, and says of each whether it is good (ok,"
                + " warn, fail) and what to change. Run it as the user and on the machine of the"
                + " service, before it or beside it, with the same settings. Exit code: 0 all is"
                + " well, 1 warnings, 2 something fails.");
    spec.addOption(Specs.text("--url", "URL", false, "Where clients connect, through the proxy."));
    spec.addOption(
        Specs.text("--token", "JWT", false, "As whom; one is made with JWT_SECRET if left out."));
    spec.addOption(
        Specs.flag("--idle", "Watches a connection that nobody uses for two heartbeats."));
    spec.addOption(Specs.flag("--json", "Prints one object for machines."));
    SettingFlags.addTo(spec, Settings.ALL);
    Specs.examples(
        spec,
        "doctor",
        "doctor --json",
        "doctor --url wss://chat.example.com/ --idle",
        "doctor --redis-url redis://10.0.0.5:6379");
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    Sources sources = SettingFlags.sources(call, Settings.ALL, environment.variables());
    SettingReader reading = SettingReader.of(sources);
    Optional<ProxyRequest> proxy = proxy(call, reading, sources);
    DoctorReport report = new Doctor(reading, proxy, environment.clock()).examine();
    if (call.isGiven("--json")) {
      call.print(report.json());
    } else {
      report.lines().forEach(call::print);
    }
    return report.exitCode();
  }

  private Optional<ProxyRequest> proxy(CliCall call, SettingReader reading, Sources sources)
      throws StartProblem {
    Optional<String> url = call.find("--url");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    ConnectionSettings connections = reading.settingsOrDefaults().connections();
    return Optional.of(
        new ProxyRequest(
            SocketUrl.read(url.get()),
            token(call, sources),
            call.isGiven("--idle"),
            connections.heartbeatInterval(),
            connections.maxPerAddress()));
  }

  private Optional<String> token(CliCall call, Sources sources) throws StartProblem {
    Optional<String> given = call.find("--token");
    if (given.isPresent()) {
      return Optional.of(SocketUrl.token(given.get()));
    }
    SettingReader keyed = new SettingReader(TokenKey.withDevKey(sources));
    return keyed.get(JWT_SECRET).isEmpty()
        ? Optional.empty()
        : Optional.of(
            TokenKey.issuer(keyed, environment.clock()).issue(USER, Optional.empty(), TOKEN_LIVES));
  }
}
