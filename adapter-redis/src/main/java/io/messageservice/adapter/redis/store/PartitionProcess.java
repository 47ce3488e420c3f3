package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;

/**
 * Which process has a partition.
 *
 * @param process the id that it drew when it started
 * @param noted what was last noted of it: the id of a process, {@code synced} or {@code loose}, and
 *     an epoch; empty where nothing was
 */
record PartitionProcess(Partition partition, String process, String noted) {

  private static final String SYNCED = "synced";
  private static final String LOOSE = "loose";

  /** What is to be noted. What is once noted of a process as loose stays so: it may have lost. */
  String now(String epoch, boolean synced) {
    String[] words = words();
    boolean wasLoose = words.length == 3 && words[0].equals(process) && words[1].equals(LOOSE);
    return process + " " + (synced && !wasLoose ? SYNCED : LOOSE) + " " + epoch;
  }

  /**
   * Whether another process had it, or nobody, so that something may be gone.
   *
   * @param synced whether the process writes everything to its disk; it is then the one that did so
   *     before, started again
   */
  boolean mayHaveLost(boolean synced) {
    String[] words = words();
    boolean same = words[0].equals(process);
    boolean sameDisk = words.length == 3 && words[1].equals(SYNCED) && synced;
    return !same && !sameDisk;
  }

  private String[] words() {
    return noted.split(" ", -1);
  }
}
