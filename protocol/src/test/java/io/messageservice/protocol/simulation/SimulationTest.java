package io.messageservice.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.fuzz.Fuzz;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise, in many runs that are each decided by a seed. */
@Execution(ExecutionMode.CONCURRENT)
final class SimulationTest {

  private static final int RUNS = 100;

  @Test
  void thePromiseIsKept() {
    Fuzz.rounds(
        "simulation",
        RUNS,
        random -> Simulation.check(random.nextLong(), UnaryOperator.identity()));
  }

  @Test
  void thePromiseIsKeptInGroups() {
    Fuzz.rounds("simulated groups", RUNS, random -> Simulation.checkGroups(random.nextLong()));
  }

  @Test
  void thePromiseIsKeptWhereMessagesChange() {
    Fuzz.rounds(
        "simulated changes", RUNS, random -> Simulation.checkChanges(random.nextLong(), true));
  }

  /**
   * These failed while there came to be groups:
   *
   * <ul>
   *   <li>66: a join after somebody else let the user in again, while one from before is under way
   *   <li>20263271: a removal that was stored without an answer, where there is no feed
   *   <li>20286102: a look-up that failed late, after another had begun for the same lane
   *   <li>428417: a feed that was removed right after it had delivered what a look found
   *   <li>20278120, 20280214: a join that waited was answered after the user had been removed,
   *       since a late look said that the group may have changed
   * </ul>
   */
  @ParameterizedTest
  @ValueSource(longs = {66, 428_417, 20_263_271, 20_278_120, 20_280_214, 20_286_102})
  void whatFailedOnceInGroupsIsKept(long seed) {
    Simulation.checkGroups(new Random(seed).nextLong());
  }

  /**
   * The first that failed where a line on the way of changes of groups was taken out:
   *
   * <ul>
   *   <li>145: users who took part by what was known are told that they were removed
   *   <li>185: users are removed before others learn of it
   *   <li>1097: each kind of change that was missed has its own place
   *   <li>1314, 1716: a replay ends with what changed of the group meanwhile
   *   <li>1756: a removal that a signal names
   *   <li>6174, 9099: a removal that was stored without an answer, alone
   * </ul>
   */
  @ParameterizedTest
  @ValueSource(longs = {145, 185, 1097, 1314, 1716, 1756, 6174, 9099})
  void whatFailedOnceWhereGroupsChangeIsKept(long seed) {
    Simulation.checkChanges(new Random(seed).nextLong(), false);
  }

  /**
   * These failed while there came to be marks, preferences and blocks, or fail where a line is
   * taken out:
   *
   * <ul>
   *   <li>1410: readers of a conversation that is shown are left out where it is blocked
   *   <li>101583: a service is shown all readers of a conversation that is blocked
   *   <li>20263463: what is unread was counted before the frame was heard by which it changed, and
   *       after that frame was sent: a fault of the simulation
   *   <li>20291139, 20304525, 20307242: what is delivered after a second is the mark as it stands
   *       by then, which something else has moved: a fault of the simulation
   *   <li>20306042: a user who unblocked somebody did not ask again where that failed after a later
   *       block was answered: a fault of the simulation
   *   <li>20332429: the answer to a deletion by which nothing was deleted any more was taken for a
   *       position: a fault of the simulation
   *   <li>20333529: a user left a group that they took no part in, and was answered after somebody
   *       had added them: a fault of the clients, that of the simulation among them
   * </ul>
   */
  @ParameterizedTest
  @ValueSource(
      longs = {
        1410,
        101_583,
        20_263_463,
        20_291_139,
        20_304_525,
        20_306_042,
        20_307_242,
        20_332_429,
        20_333_529
      })
  void whatFailedOnceOfTheirOwnIsKept(long seed) {
    Simulation.checkChanges(new Random(seed).nextLong(), true);
  }

  @Test
  void theSameSeedDoesTheSameAgain() {
    List<List<String>> once = LongStream.range(0, 20).mapToObj(SimulationTest::trace).toList();
    List<List<String>> again = LongStream.range(0, 20).mapToObj(SimulationTest::trace).toList();

    assertThat(again).isEqualTo(once);
    assertThat(once).doesNotHaveDuplicates();
  }

  /**
   * Sets and maps come in another order in each process where that follows from hashes by identity
   * or, in immutable ones, from a salt: neither may decide anything. These are seeds that took
   * another course in one process or another.
   */
  @Test
  void aSeedDecidesTheSameInEveryProcess() throws IOException {
    long[] seeds = {16, 39, 52, 97, 176, 246, 280, 471, 534, 669, 695};
    Process salted = Courses.elsewhere("-XX:hashCode=0", seeds);
    Process alike = Courses.elsewhere("-XX:hashCode=2", seeds);

    List<String> here = Courses.of(seeds);

    assertThat(Courses.printedBy(salted)).isEqualTo(here);
    assertThat(Courses.printedBy(alike)).isEqualTo(here);
  }

  /**
   * What failed once with one lane fails no more. A seed means another run as soon as the
   * simulation is changed, so these are, for the time being, the first that fail where a line is
   * taken out of the service:
   *
   * <ul>
   *   <li>0: order, duplicates and gaps of a feed; publishing, watching; replays; access
   *   <li>1: answers while the store is unavailable; seats elsewhere; presence is pushed
   *   <li>3: presence that was missed
   *   <li>4: seats of a closed connection; a look finds what is missing
   *   <li>6: a feed starts where reconciliation stood when the connection opened; a read is retried
   *   <li>14: reconciliation finds who came
   *   <li>15: a join takes its seat before it is decided
   *   <li>16: periodic reconciliation; numbers of openings; a refused message is delivered later
   *   <li>20: seats are written, and asked for by a leave
   *   <li>22: nothing is pushed before a join is answered
   *   <li>24: own answers have their place in a replay
   *   <li>37: a commit of which nobody knows leaves doubt
   *   <li>60: a read that brought nothing is repeated
   *   <li>89: an opening ends with its look-up
   *   <li>180: older participants do not replace newer ones
   *   <li>181: who left is removed
   *   <li>490: new feeds wait for the look while something is in doubt
   *   <li>713: others are removed where a conversation becomes direct
   * </ul>
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 4, 6, 14, 15, 16, 20, 22, 24, 37, 60, 89, 180, 181, 490, 713})
  void whatFailedOnceIsKept(long seed) {
    run(new Random(seed), 1);
  }

  /**
   * The same with several lanes; these failed while there came to be several:
   *
   * <ul>
   *   <li>29, 120: lanes learn of the openings of a user in another order
   *   <li>383: what is stored while lanes learn of an opening is for it
   *   <li>7: each lane leaves out what others store
   * </ul>
   */
  @ParameterizedTest
  @ValueSource(longs = {7, 29, 120, 383})
  void whatFailedOnceWithSeveralLanesIsKept(long seed) {
    run(new Random(seed), 2);
    run(new Random(seed), 3);
  }

  private static List<String> trace(long seed) {
    return Simulation.withGroups(seed, true, 1).run().lines();
  }

  private static void run(Random random, int lanes) {
    Simulation.check(random.nextLong(), lanes);
  }
}
