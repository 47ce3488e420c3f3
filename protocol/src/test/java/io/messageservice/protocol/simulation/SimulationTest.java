package io.messageservice.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.fuzz.Fuzz;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The promise, in many runs that are each decided by a seed. */
final class SimulationTest {

  private static final int RUNS = 2_000;
  private static final int SHOWN = 400;

  @Test
  void thePromiseIsKept() {
    Fuzz.rounds("simulation", RUNS, random -> run(random.nextLong()));
  }

  @Test
  void theSameSeedDoesTheSameAgain() {
    List<List<String>> once = LongStream.range(0, 20).mapToObj(SimulationTest::trace).toList();
    List<List<String>> again = LongStream.range(0, 20).mapToObj(SimulationTest::trace).toList();

    assertThat(again).isEqualTo(once);
    assertThat(once).doesNotHaveDuplicates();
  }

  private static List<String> trace(long seed) {
    return new Simulation(seed, true).run().lines();
  }

  private static void run(long seed) {
    String broken = new Simulation(seed, false).run().firstBroken();
    if (broken != null) {
      List<String> trace = trace(seed);
      throw new AssertionError(
          broken
              + "\n"
              + String.join("\n", trace.subList(Math.max(0, trace.size() - SHOWN), trace.size())));
    }
  }
}
