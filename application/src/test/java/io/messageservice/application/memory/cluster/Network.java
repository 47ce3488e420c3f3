package io.messageservice.application.memory.cluster;

import java.util.concurrent.Executor;

/**
 * The way between nodes and what they share in memory, each an end with a name. What is carried may
 * be lost, late, doubled or out of order: whoever makes use of it mends that.
 */
public interface Network {

  /** Where that stands which nodes share. */
  String MIDDLE = "";

  /** Carries everything at once. */
  Network SOUND = (from, to, arrival) -> arrival.run();

  /**
   * Has something arrive: once, several times or never, now or later, on any thread. Never blocks.
   *
   * @param from the end that sends
   * @param to another end
   */
  void carry(String from, String to, Runnable arrival);

  /** The way of a node to the middle and back to its thread. */
  record Way(Network network, String name, Executor thread) {

    /** Has something arrive in the middle. */
    void ask(Runnable arrival) {
      network.carry(name, MIDDLE, arrival);
    }

    /** Has something arrive at the node, where its thread carries it out. */
    void answer(Runnable arrival) {
      network.carry(MIDDLE, name, () -> tell(arrival));
    }

    /** Carries it out on the node's thread. */
    void tell(Runnable task) {
      thread.execute(task);
    }
  }
}
