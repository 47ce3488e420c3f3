package io.messageservice.application.port.out;

/** Receives what broke, so that it can be reported. Any thread may call; never blocks or throws. */
public interface Faults {

  /** Reports nothing. */
  Faults NONE = (where, fault) -> {};

  /**
   * Something broke and was survived.
   *
   * @param where in a few fixed words
   */
  void broke(String where, Throwable fault);
}
