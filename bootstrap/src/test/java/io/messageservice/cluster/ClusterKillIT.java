package io.messageservice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The short form of {@code scripts/cluster-kill-test}. */
final class ClusterKillIT {

  @Test
  void whatWasAcknowledgedComesToEverybodyWhateverBreaks() throws Exception {
    ClusterPlan plan =
        ClusterPlan.of(
            "--rounds", "3",
            "--lease", "4",
            "--faults", "one by one,while Redis pauses,Redis is killed");
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    boolean good;
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      good = ClusterKillTest.run(plan, out);
    }

    assertThat(good).as(said.toString(StandardCharsets.UTF_8)).isTrue();
  }
}
