package io.messageservice.application.port.out;

/** Is told that it has become crowded here. Any thread may call; never blocks or throws. */
public interface Crowds {

  /** Tells nobody. */
  Crowds NONE = online -> {};

  /**
   * So many users are online that telling each of them of everybody's coming and going costs more
   * than it is worth. Told once until they have become fewer again.
   */
  void everyoneHearsOf(int online);
}
