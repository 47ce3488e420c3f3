package io.messageservice.bootstrap.start;

/** A service that was started. May be called on any thread. */
public interface Running {

  /** The public port: the one that was set, or the one that the system chose for 0. */
  int port();

  /** From now on it reports that it is ready: signals are handled. */
  void ready();

  /** Looks at once at the files that may change while it runs: those of the certificate. */
  void reload();

  /**
   * Stops in order: takes nothing new, empties the lanes, sends the clients elsewhere, closes the
   * store. Returns when all of it is done. A second call waits for the first.
   */
  void drain();

  /**
   * Cuts a drain short: what is still connected is closed at once. Also stops a service that was
   * not draining. Returns when all of it is done.
   */
  void stopNow();
}
