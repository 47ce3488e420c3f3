package io.messageservice.bootstrap.cli;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** What was written on the command line, and where answers go. */
record CliCall(ParseResult given, PrintWriter out, PrintWriter err) {

  /** Prints a line. */
  void print(String line) {
    out.println(line);
    out.flush();
  }

  /** The text of an option; an empty one counts as left out. */
  Optional<String> find(String option) {
    String text = given.matchedOptionValue(option, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Whether an option without a value was written. */
  boolean isGiven(String option) {
    return given.hasMatchedOption(option);
  }

  /** The one argument that is no option. */
  String argument() {
    return given.matchedPositionalValue(0, "");
  }

  /** The text of an option, or the other where it was left out. */
  String get(String option, String otherwise) {
    return find(option).orElse(otherwise);
  }
}
