package io.messageservice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On a slow machine, the ten seconds that Awaitility itself waits are not enough. */
final class PatienceTest {

  private static final Path MODULES = Path.of("..");
  private static final Pattern IMPATIENT =
      Pattern.compile("^import (static )?org\\.awaitility\\.Awaitility\\b", Pattern.MULTILINE);

  /** But for the client, which knows no other module and waits as long as JUnit lets it. */
  @Test
  void testsWaitWithPatience() throws IOException {
    try (Stream<Path> files = Files.walk(MODULES)) {
      assertThat(files.filter(PatienceTest::isTest).filter(PatienceTest::isImpatient))
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("Patience.java", "JdkSocketsTest.java");
    }
  }

  private static boolean isTest(Path file) {
    return file.toString().endsWith(".java") && file.toString().contains("/src/test/");
  }

  private static boolean isImpatient(Path file) {
    try {
      return IMPATIENT.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
