package io.messageservice.bootstrap.cli;

import static io.messageservice.bootstrap.config.StorageSettings.DATA_DIR;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_AUDIENCE;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_ISSUER;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_SECRET;

import io.messageservice.adapter.jwt.TokenIssuer;
import io.messageservice.bootstrap.config.Setting;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.start.DevSecret;
import io.messageservice.bootstrap.start.StartProblem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key by which commands make tokens: {@code JWT_SECRET}, or that of {@code dev}. */
final class TokenKey {

  static final List<Setting<?>> SETTINGS =
      List.of(JWT_SECRET, Setting.fileOf(JWT_SECRET), DATA_DIR, JWT_ISSUER, JWT_AUDIENCE);

  private TokenKey() {}

  /** The settings of it; warns where the service will refuse such tokens. */
  static SettingReader reading(CliCall call, Map<String, String> environment) throws StartProblem {
    SettingReader reading =
        new SettingReader(withDevKey(SettingFlags.sources(call, SETTINGS, environment)));
    SETTINGS.forEach(reading::find);
    StartProblem.throwIfAny(reading.problems());
    TrimmedSecrets.print(reading, call.err());
    if (reading.get(JWT_SECRET).isEmpty()) {
      throw new StartProblem(
          "JWT_SECRET is empty: tokens are made with it (at least 32 bytes), or with the key that"
              + " dev keeps in the data folder");
    }
    warn(reading.get(JWT_ISSUER), reading.get(JWT_AUDIENCE), call.err());
    return reading;
  }

  /** These, and the key of {@code dev} where they have none. */
  static Sources withDevKey(Sources written) throws StartProblem {
    if (written.isSet(JWT_SECRET)) {
      return written;
    }
    Optional<Path> folder = new SettingReader(written).find(DATA_DIR);
    Optional<String> key = folder.isPresent() ? DevSecret.find(folder.get()) : Optional.empty();
    return written.orElse(JWT_SECRET, key.orElse(""));
  }

  /** What makes them. */
  static TokenIssuer issuer(SettingReader reading, InstantSource clock) {
    return new TokenIssuer(reading.get(JWT_SECRET).orElseThrow().bytes(), clock);
  }

  /** Says what may make the service refuse tokens that were made here. */
  static void warn(Optional<String> issuer, Optional<String> audience, PrintWriter err) {
    issuer.ifPresent(set -> err.println(line("JWT_ISSUER", "iss")));
    audience.ifPresent(set -> err.println(line("JWT_AUDIENCE", "aud")));
    err.flush();
  }

  private static String line(String setting, String claim) {
    return "Warning: "
        + setting
        + " is set, but tokens made here have no "
        + claim
        + ": the service will refuse them.";
  }
}
