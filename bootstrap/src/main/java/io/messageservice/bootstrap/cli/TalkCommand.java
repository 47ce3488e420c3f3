package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.talk.TalkClient;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** A chat in the terminal. */
record TalkCommand(CliEnvironment environment) implements CliCommand {

  static final String DEFAULT_URL = SocketUrl.DEFAULT;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "talk",
            "Chats in the terminal: each line is sent, messages of others are shown. /edit N text"
                + " and /delete N change the last line (1), or one before it; /react N emoji reacts"
                + " to the last message of anybody (1), or one before it. In a group /title text,"
                + " /add user, /remove user, /role user role, /ban user, /unban user and /leave"
                + " change it. /who shows who takes part, /join conversation talks in another one,"
                + " /help explains these, /quit ends it. A line that begins with // is sent with"
                + " one slash.");
    spec.addOption(Specs.text("--token", "JWT", true, "Who you are; see dev and token."));
    spec.addOption(
        Specs.text(
            "--url", "URL", false, "Where the service is; " + DEFAULT_URL + " if left out."));
    spec.addOption(Specs.text("--conversation", "ID", false, "Where to talk; lobby if left out."));
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    TalkClient client =
        new TalkClient(
            SocketUrl.read(call.get("--url", DEFAULT_URL)),
            SocketUrl.token(call.get("--token", "")),
            call.get("--conversation", "lobby"),
            call.out(),
            Ansi.AUTO.enabled());
    return client.run(environment.input());
  }
}
