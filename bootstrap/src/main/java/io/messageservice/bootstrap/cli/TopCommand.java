package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.top.TopConsole;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;

/** Shows one node in the terminal. */
record TopCommand(CliEnvironment environment) implements CliCommand {

  private static final String DEFAULT = "http://127.0.0.1:8002";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "top",
            "Shows a node in the terminal, again each second, from the metrics on its management"
                + " port: connections, rates, what is held for clients, times, webhooks, refusals."
                + " Ctrl-C ends it.");
    spec.addOption(
        Specs.text("--url", "URL", false, "The management port; " + DEFAULT + " if left out."));
    spec.addOption(Specs.flag("--once", "Prints one frame, after a second, and ends."));
    Specs.examples(spec, "top", "top --url http://chat-2:8002", "top --once > top.txt");
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    URI node = PageUrl.read("--url", call.get("--url", DEFAULT));
    TopConsole console = new TopConsole(node, call.out());
    try {
      if (call.isGiven("--once")) {
        console.once();
      } else {
        console.run();
      }
      return 0;
    } catch (IOException e) {
      throw new StartProblem("--url " + node + " does not answer with metrics");
    }
  }
}
