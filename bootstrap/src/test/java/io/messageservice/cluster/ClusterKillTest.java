package io.messageservice.cluster;

import java.io.PrintStream;

/** Breaks a cluster again and again; started by {@code scripts/cluster-kill-test}. */
public final class ClusterKillTest {

  private ClusterKillTest() {}

  /** Exit code 0 where nothing was lost, doubled, out of order or untrue, else 1. */
  public static void main(String[] arguments) throws InterruptedException {
    boolean good = run(ClusterPlan.of(arguments), System.out);
    System.exit(good ? 0 : 1);
  }

  static boolean run(ClusterPlan plan, PrintStream out) throws InterruptedException {
    try (Trial trial = new Trial(plan, out)) {
      return trial.run().isGood();
    }
  }
}
