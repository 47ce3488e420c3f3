package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.config.DurationText;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Unreadable;
import io.messageservice.bootstrap.start.StartProblem;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;

/** Prints a token, in place of an auth service. */
record TokenCommand(CliEnvironment environment) implements CliCommand {

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
    SettingFlags.addTo(spec, TokenKey.SETTINGS);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem {
    SettingReader reading = TokenKey.reading(call, environment.variables());
    String token = token(call, reading, ttl(call));
    call.print(token);
    return 0;
  }

  private String token(CliCall call, SettingReader reading, Duration ttl) throws StartProblem {
    try {
      return TokenKey.issuer(reading, environment.clock())
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
