package io.messageservice.bootstrap.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a process of a demo is started.
 *
 * @param output what it prints goes there, anew with each start
 * @param readyText printed when it serves
 * @param greeting what its standard input begins with
 * @param isKilledByInput whether the end of its standard input kills it with SIGKILL; others are
 *     killed by their id
 * @param restart how long after its end it is started again
 */
record DemoCommand(
    List<String> words,
    Map<String, String> variables,
    Path output,
    String readyText,
    List<String> greeting,
    boolean isKilledByInput,
    Duration restart) {

  /** What a process needs of the environment of this one; no settings of the service. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "SystemRoot", "SYSTEMROOT");

  DemoCommand {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
    greeting = List.copyOf(greeting);
  }

  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(variables);
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }
}
