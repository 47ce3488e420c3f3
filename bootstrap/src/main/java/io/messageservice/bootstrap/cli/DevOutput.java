package io.messageservice.bootstrap.cli;

import io.messageservice.adapter.jwt.TokenIssuer;
import io.messageservice.bootstrap.config.Printable;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.StorageSettings.StoreKind;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code dev} prints when it serves: the one place where tokens are shown, for copying. */
record DevOutput(Settings settings, int port, CliEnvironment environment) {

  private static final Duration TOKENS_LIVE = Duration.ofHours(24);

  void print(PrintWriter out) {
    out.println("The service runs on " + url());
    out.println();
    out.println("To chat, copy each of these lines into a terminal of its own:");
    for (String user : List.of("alice", "bob")) {
      out.println();
      out.println(talkLine(user));
    }
    out.println();
    out.println(
        "The tokens, for alice and for bob, are good for 24 hours. Ctrl-C stops the service.");
    out.println(kept());
    out.flush();
  }

  private String talkLine(String user) {
    String token =
        new TokenIssuer(settings.tokens().secret().orElseThrow().bytes(), environment.clock())
            .issue(user, Optional.of(user), TOKENS_LIVE);
    String url = url().equals(TalkCommand.DEFAULT_URL) ? "" : " --url " + url();
    return environment.launcher() + " talk" + url + " --token " + token;
  }

  private String url() {
    String scheme = settings.listeners().tls().isPresent() ? "wss" : "ws";
    return scheme + "://127.0.0.1:" + port + "/";
  }

  private String kept() {
    return settings.storage().kind() == StoreKind.MEMORY
        ? "Messages are deleted then: STORE is memory."
        : "Messages stay in " + Printable.of(settings.storage().folder()) + ".";
  }
}
