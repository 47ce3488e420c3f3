package io.messageservice.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/kill-test}. */
final class KillIT {

  @Test
  void whatWasAcknowledgedSurvivesKillsAtAnyMoment() throws Exception {
    Path jar = Path.of(System.getProperty("message-service.jar", "target/message-service.jar"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    Summary summary;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      summary = KillTest.run(new Plan(System.nanoTime(), 2, 8, 3, "full", jar), out);
    }

    assertThat(summary.isGood()).as(said.toString(StandardCharsets.UTF_8) + summary).isTrue();
  }
}
