package io.messageservice.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptsTest {

  private static final Path ROOT = Path.of("..");

  @ParameterizedTest
  @MethodSource("scripts")
  void bashCanReadIt(Path script) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "-n", script.toString()).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).isEmpty();
    assertThat(bash.waitFor()).isZero();
    assertThat(script).isExecutable();
  }

  static List<Path> scripts() throws IOException {
    try (Stream<Path> more = Files.list(ROOT.resolve("scripts"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("message-service"), ROOT.resolve(".ci/run")),
              more.filter(file -> !file.getFileName().toString().contains(".")))
          .toList();
    }
  }
}
