package io.messageservice.application.memory;

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
}
