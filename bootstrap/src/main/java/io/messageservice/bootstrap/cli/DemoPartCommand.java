package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.demo.DemoClient;
import io.messageservice.bootstrap.demo.ParentWatch;
import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A process of the demo of {@code dev}, which starts it and ends it. Nobody else calls it. */
record DemoPartCommand(CliEnvironment environment) implements CliCommand {

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this, "demo-part", "A process of the demo of dev, which starts it by itself.");
    spec.usageMessage().hidden(true);
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(String.class)
            .index("0")
            .arity("1")
            .paramLabel("PART")
            .required(true)
            .description("node, sender or receiver.")
            .build());
    SettingFlags.addTo(spec, Settings.ALL);
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    try {
      switch (call.argument()) {
        case "node" -> {
          ParentWatch.begin(environment.input());
          return new ServeCommand(environment).run(call);
        }
        case "sender" -> DemoClient.runSender(environment.input(), call::print);
        case "receiver" -> DemoClient.runReceiver(environment.input(), call::print);
        default -> throw new StartProblem("PART must be node, sender or receiver");
      }
      return 0;
    } catch (IOException e) {
      throw new StartProblem("the demo gives this part no orders that it understands");
    }
  }
}
