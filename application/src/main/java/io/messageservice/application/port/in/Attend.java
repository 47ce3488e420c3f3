package io.messageservice.application.port.in;

/** Comes and goes. Called on the thread of the connection's shard. */
public interface Attend {

  /**
   * A connection is open and hears from now on what concerns its user.
   *
   * @return false where its user has too many of them; it is to be closed then, and not reported
   *     gone
   */
  boolean come(Connection connection);

  /** A connection is gone; nothing more is told to it. */
  void go(Connection connection);
}
