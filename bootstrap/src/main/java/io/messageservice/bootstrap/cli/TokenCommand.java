package io.messageservice.bootstrap.cli;

import static io.messageservice.bootstrap.config.StorageSettings.DATA_DIR;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_AUDIENCE;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_ISSUER;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_SECRET;

import io.messageservice.adapter.jwt.TokenIssuer;
import io.messageservice.bootstrap.config.DurationText;
import io.messageservice.bootstrap.config.Setting;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.config.Unreadable;
import io.messageservice.bootstrap.start.DevSecret;
import io.messageservice.bootstrap.start.StartProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Prints a token, in place of an auth service. */
record TokenCommand(CliEnvironment environment) implements CliCommand {

  private static final List<Setting<?>> SETTINGS =
      List.of(JWT_SECRET, Setting.fileOf(JWT_SECRET), DATA_DIR, JWT_ISSUER, JWT_AUDIENCE);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "token",
            "Prints a token (HS256) for a user, signed with JWT_SECRET or, where that is not set,"
                + " with the key that dev keeps in the data folder.");
    spec.addOption(Specs.text("--sub", "ID", true, "The user's id."));
    spec.addOption(Specs.text("--name", "NAME", false, "What others see of the user."));
    spec.addOption(Specs.text("--ttl", "DURATION", false, "How long it is good; 24h if left out."));
    SettingFlags.addTo(spec, SETTINGS);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem {
    SettingReader reading = reading(call);
    String token = token(call, reading, ttl(call));
    TokenWarnings.print(reading.get(JWT_ISSUER), reading.get(JWT_AUDIENCE), call.err());
    call.print(token);
    return 0;
  }

  private SettingReader reading(CliCall call) throws StartProblem {
    Sources written = SettingFlags.sources(call, SETTINGS, environment.variables());
    boolean keyed = written.isSet(JWT_SECRET);
    SettingReader reading = new SettingReader(keyed ? written : withDevKey(written));
    SETTINGS.forEach(reading::find);
    StartProblem.throwIfAny(reading.problems());
    TrimmedSecrets.print(reading, call.err());
    if (reading.get(JWT_SECRET).isEmpty()) {
      throw new StartProblem(
          "JWT_SECRET is empty: tokens are made with it (at least 32 bytes), or with the key that"
              + " dev keeps in the data folder");
    }
    return reading;
  }

  private static Sources withDevKey(Sources written) throws StartProblem {
    Optional<Path> folder = new SettingReader(written).find(DATA_DIR);
    Optional<String> key = folder.isPresent() ? DevSecret.find(folder.get()) : Optional.empty();
    return written.orElse(JWT_SECRET, key.orElse(""));
  }

  private String token(CliCall call, SettingReader reading, Duration ttl) throws StartProblem {
    try {
      return new TokenIssuer(reading.get(JWT_SECRET).orElseThrow().bytes(), environment.clock())
          .issue(call.get("--sub", ""), call.find("--name"), ttl);
    } catch (IllegalArgumentException e) {
      throw new StartProblem("--sub must have 1 to 128 characters, none a control character");
    }
  }

  private static Duration ttl(CliCall call) throws StartProblem {
    try {
      return DurationText.read(call.get("--ttl", "24h"), "1s", "87600h");
    } catch (Unreadable e) {
      throw new StartProblem("--ttl " + e.getMessage());
    }
  }
}
