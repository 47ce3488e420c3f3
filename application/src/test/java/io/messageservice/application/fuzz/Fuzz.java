package io.messageservice.application.fuzz;

import java.util.Random;

/**
 * Many random rounds of a test, each with a seed of its own. A build runs the same ones each time,
 * so that it fails only where something has changed; {@code scripts/long} runs others. A failing
 * one tells its seed: {@code -Dfuzz.seed=SEED} begins with that very round. {@code -Dfuzz.factor=N}
 * runs N times as many, as the profile {@code fuzz} does.
 */
public final class Fuzz {

  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int FACTOR = Integer.getInteger("fuzz.factor", 1);

  private Fuzz() {}

  /** One round: all that it does follows from the chance that it is given. */
  public interface Round {
    void run(Random random) throws Exception;
  }

  /**
   * Runs the rounds until one fails.
   *
   * @param count how many in the ordinary run
   */
  public static void rounds(String what, int count, Round round) {
    long all = (long) count * FACTOR;
    System.out.println("fuzz " + what + ": " + all + " rounds from fuzz.seed=" + SEED);
    for (long seed = SEED; seed < SEED + all; seed++) {
      try {
        round.run(new Random(seed));
      } catch (Exception | AssertionError failure) {
        throw new AssertionError(what + " failed; again with -Dfuzz.seed=" + seed, failure);
      }
    }
  }
}
