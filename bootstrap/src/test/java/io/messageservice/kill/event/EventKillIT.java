package io.messageservice.kill.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The short form of {@code scripts/event-kill-test}. */
final class EventKillIT {

  @ParameterizedTest
  @CsvSource({"sqlite, 2", "redis, 2"})
  void whatIsStoredComesToTheReceiverWhateverIsKilled(String store, String rounds)
      throws Exception {
    assumeTrue(PushProcess.isNodeThere(), "no node in PATH");
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    boolean good;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      good = EventKillTest.run(EventKillPlan.of("--store", store, "--rounds", rounds), out);
    }

    assertThat(good).as(said.toString(StandardCharsets.UTF_8)).isTrue();
  }
}
