package io.messageservice.cluster;

import java.util.Random;

/**
 * Something that breaks and is mended again.
 *
 * @param name what happens
 * @param isAnnounced whether clients are told before, so that no user may seem to have gone
 * @param deed does it; all is mended when it returns, but the service need not have noticed
 */
record Fault(String name, boolean isAnnounced, Deed deed) {

  /** What is done to a cluster. */
  interface Deed {
    void inflict(NodeGroup cluster, Random random, Clock clock) throws InterruptedException;
  }

  /** Lets time pass. */
  interface Clock {
    /** Returns after a random time between these, in milliseconds. */
    void pass(int fewest, int most) throws InterruptedException;
  }

  void inflict(NodeGroup cluster, Random random, Clock clock) throws InterruptedException {
    deed.inflict(cluster, random, clock);
  }

  @Override
  public String toString() {
    return name;
  }
}
