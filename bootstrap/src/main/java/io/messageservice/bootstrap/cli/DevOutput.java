package io.messageservice.bootstrap.cli;

import io.messageservice.adapter.jwt.TokenIssuer;
import io.messageservice.bootstrap.config.Printable;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.domain.user.UserId;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What {@code dev} prints when it serves: the one place where tokens are shown, for copying. */
record DevOutput(Settings settings, int port, CliEnvironment environment, Tokens tokens) {

  /**
   * Tokens for users who try the service out, signed with its own key. Any thread may call.
   *
   * @param settings those of the service
   */
  record Tokens(Settings settings, InstantSource clock) {

    private static final Duration LIFE = Duration.ofHours(24);

    String issue(UserId user) {
      byte[] key = settings.tokens().secret().orElseThrow().bytes();
      return new TokenIssuer(key, clock).issue(user.value(), Optional.of(user.value()), LIFE);
    }
  }

  void print(PrintWriter out) {
    out.println("To chat, open " + pageUrl() + " in your browser, in two windows.");
    out.println();
    out.println("The service itself runs on " + url());
    out.println("To chat in terminals, copy each of these lines into one of its own:");
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
    String token = tokens.issue(new UserId(user));
    String url = url().equals(TalkCommand.DEFAULT_URL) ? "" : " --url " + url();
    return environment.launcher() + " talk" + url + " --token " + token;
  }

  private String pageUrl() {
    return "http" + url().substring("ws".length());
  }

  private String url() {
    String scheme = settings.listeners().tls().isPresent() ? "wss" : "ws";
    return scheme + "://127.0.0.1:" + port + "/";
  }

  private String kept() {
    return switch (settings.storage().kind()) {
      case MEMORY -> "Messages are deleted then: STORE is memory.";
      case POSTGRES -> "Messages stay in the database.";
      case REDIS -> "Messages stay in Redis.";
      case SQLITE -> "Messages stay in " + Printable.of(settings.storage().folder()) + ".";
    };
  }
}
