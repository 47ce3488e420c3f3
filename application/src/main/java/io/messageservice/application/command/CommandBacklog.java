package io.messageservice.application.command;

import io.messageservice.application.lane.EpochBarrier;
import io.messageservice.application.lane.Partitions;
import java.util.function.IntSupplier;

/**
 * The commands that change something, as the operator of the node sees them. Any thread may call.
 */
public final class CommandBacklog {

  private final Partitions partitions;
  private final EpochBarrier gate;
  private final IntSupplier asked;

  /**
   * @param asked how many wait for the answer of a hook before they come to a lane
   */
  CommandBacklog(Partitions partitions, EpochBarrier gate, IntSupplier asked) {
    this.asked = asked;
    this.partitions = partitions;
    this.gate = gate;
  }

  /** How many commands wait for their lane or are in its batch. */
  public int waiting() {
    return partitions.all().stream().mapToInt(partition -> partition.lane().size()).sum();
  }

  /** How many commands are not answered yet. */
  public int unfinished() {
    int before = asked.getAsInt(); // first: what is answered comes to a lane
    return before + partitions.unfinished();
  }

  /**
   * Whether none overtakes another: all pass one lane. Otherwise those of one conversation do not
   * overtake each other, but for those that name a message instead of it.
   */
  public boolean isOneLane() {
    return partitions.all().size() == 1;
  }

  /**
   * Closes all connections where the store has another epoch, so that clients reconnect and begin
   * again.
   *
   * @param closeAll closes, for each event loop behind what it was given before, the connections
   *     that there are; runs on a lane's thread
   */
  public void onEpochChange(Runnable closeAll) {
    gate.onEpochChange(closeAll);
  }
}
