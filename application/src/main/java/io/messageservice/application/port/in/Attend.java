package io.messageservice.application.port.in;

/** Comes and goes. Called on the thread of the connection's event loop. */
public interface Attend {

  /**
   * A connection is open and hears from now on what concerns its user.
   *
   * @return false where its user has too many of them; it is to be closed then, and not reported
   *     gone
   */
  boolean come(Connection connection);

  /**
   * A connection is gone; nothing more is told to it. What it had asked for is carried out all the
   * same.
   *
   * @param handOver asks for what the connection had asked for and what still waited elsewhere;
   *     runs before this returns, when the connection counts as gone and its user still as present
   */
  void go(Connection connection, Runnable handOver);
}
