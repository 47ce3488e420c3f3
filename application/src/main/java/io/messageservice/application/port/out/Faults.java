package io.messageservice.application.port.out;

/**
 * Is told what broke, so that somebody can report it. Any thread may call; never blocks or throws.
 */
public interface Faults {

  /** Tells nobody. */
  Faults NONE = (where, fault) -> {};

  /**
   * Something broke and was survived.
   *
   * @param where in a few fixed words
   */
  void broke(String where, Throwable fault);
}
