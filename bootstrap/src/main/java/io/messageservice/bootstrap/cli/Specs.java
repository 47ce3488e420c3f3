package io.messageservice.bootstrap.cli;

import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The looks that all commands share. */
final class Specs {

  private Specs() {}

  static CommandSpec command(Object command, String name, String... description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage()
        .description(description)
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .width(100);
    return spec.mixinStandardHelpOptions(true).version(version());
  }

  static OptionSpec text(String name, String label, boolean required, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .arity("1")
        .paramLabel(label)
        .required(required)
        .description(description)
        .build();
  }

  /** An option without a value. */
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build();
  }

  /** Shows at the end of the help how the command is called. */
  static void examples(CommandSpec spec, String... lines) {
    spec.usageMessage().footerHeading("%nExamples:%n");
    spec.usageMessage()
        .footer(Stream.of(lines).map(line -> "  message-service " + line).toArray(String[]::new));
  }

  /** The one argument that is no option, and must be there. */
  static PositionalParamSpec file(String description) {
    return PositionalParamSpec.builder()
        .type(String.class)
        .index("0")
        .arity("1")
        .paramLabel("FILE")
        .required(true)
        .description(description)
        .build();
  }

  private static String version() {
    String version = Specs.class.getPackage().getImplementationVersion();
    return "message-service " + (version == null ? "(not packaged)" : version);
  }
}
