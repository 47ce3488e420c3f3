package io.messageservice.bootstrap.cli;

import static io.messageservice.bootstrap.config.ListenerSettings.HOST;
import static io.messageservice.bootstrap.config.StorageSettings.DATA_DIR;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_JWKS_URL;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_PUBLIC_KEY;
import static io.messageservice.bootstrap.config.TokenSettings.JWT_SECRET;

import io.messageservice.adapter.jwt.JwtSecret;
import io.messageservice.bootstrap.config.SettingReader;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.Sources;
import io.messageservice.bootstrap.demo.DevDemo;
import io.messageservice.bootstrap.start.DevPages;
import io.messageservice.bootstrap.start.DevSecret;
import io.messageservice.bootstrap.start.Running;
import io.messageservice.bootstrap.start.StartChecks;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.start.StopSignals.HangUp;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Runs the service for somebody who tries it out: a key of its own, and tokens for two users. */
record DevCommand(CliEnvironment environment) implements CliCommand {

  /** Stands for the key while the other settings are judged, before anything is written. */
  private static final String KEY_TO_COME = "-".repeat(JwtSecret.MIN_BYTES);

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "dev",
            "Runs the service on this machine for trying it out, with a chat in the browser: makes"
                + " a key once and keeps it in the data folder, gives tokens to the page of the"
                + " chat and prints two more, for alice and bob. Takes the flags of serve; HOST is"
                + " 127.0.0.1 unless set.");
    SettingFlags.addTo(spec, Settings.ALL);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    SettingReader reading = reading(call);
    Settings settings = reading.settings();
    warn(settings, call.err());
    environment.logs().accept(settings.logging());
    TrimmedSecrets.log(reading);
    DevOutput.Tokens tokens = new DevOutput.Tokens(settings, environment.clock());
    try (DevDemo demo = new DevDemo(environment.variables())) {
      DevPages pages = new DevPages(tokens::issue, demo);
      Running running = environment.launch().start(settings, Optional.of(pages));
      new DevOutput(settings, running.port(), environment, tokens).print(call.out());
      environment.waiting().await(running, HangUp.STOPS);
    }
    return 0;
  }

  /** Nothing stands against a start by it. */
  private SettingReader reading(CliCall call) throws StartProblem {
    Sources written =
        SettingFlags.sources(call, Settings.ALL, environment.variables()).orElse(HOST, "127.0.0.1");
    if (written.isSet(JWT_PUBLIC_KEY) || written.isSet(JWT_JWKS_URL)) {
      throw new StartProblem(
          "dev makes tokens itself, so JWT_PUBLIC_KEY and JWT_JWKS_URL must not be set; serve takes"
              + " them");
    }
    SettingReader judged = SettingReader.of(written.orElse(JWT_SECRET, KEY_TO_COME));
    Settings unused = StartChecks.require(judged);
    if (written.isSet(JWT_SECRET)) {
      return judged;
    }
    String key = DevSecret.findOrCreate(judged.get(DATA_DIR));
    SettingReader reading = SettingReader.of(written.orElse(JWT_SECRET, key));
    Settings unusedToo = StartChecks.require(reading);
    return reading;
  }

  private static void warn(Settings settings, PrintWriter err) {
    String host = settings.listeners().host();
    if (!isLoopback(host)) {
      err.println(
          "Warning: HOST "
              + host
              + ": others can reach this service. dev is meant for one machine; elsewhere use serve"
              + " with a key of your own.");
      err.flush();
    }
    TokenKey.warn(settings.tokens().issuer(), settings.tokens().audience(), err);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
