package io.messageservice.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.fuzz.Fuzz;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /**
   * What failed once fails no more. A seed means another run as soon as the simulation is changed,
   * so these are, for the time being, the first that fail where a line is taken out of the service:
   *
   * <ul>
   *   <li>0: what is said is published; a seat elsewhere is found to be none; replays
   *   <li>1: who comes or goes is told once; what a user takes part in is looked up
   *   <li>2: nodes watch; a comparison every two seconds
   *   <li>10: seats of a connection that is gone are given up
   *   <li>15: who takes no part in what became direct is put out
   *   <li>16: a join waits for its watch; what waits is published before; presence that was missed
   *   <li>20, 113: nothing overtakes what waits
   *   <li>25: seats elsewhere, and seats that are written
   *   <li>28: a replay stops where the telling goes on
   *   <li>58: a comparison finds who came
   *   <li>125: what came too early waits for a while only
   *   <li>177: the own answer stands in its place in a replay
   *   <li>209: a commit of which nobody knows puts the gate in doubt; a join sits before it is
   *       decided
   *   <li>236: what is held back for a join on its way is told
   *   <li>377: who left is put out
   *   <li>388: what was decided before somebody began to take part is told to him, too
   * </ul>
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 10, 15, 16, 20, 25, 28, 58, 113, 125, 177, 209, 236, 377, 388})
  void whatFailedOnceIsKept(long seed) {
    run(new Random(seed).nextLong());
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
