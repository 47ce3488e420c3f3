package io.messageservice.application.port.in;

/** Opens and closes connections. Called on the thread of the connection's event loop. */
public interface RegisterConnection {

  /**
   * A connection is open and receives from now on what concerns its user.
   *
   * @return false where its user has too many of them; it is to be closed then, and not
   *     unregistered
   */
  boolean register(Connection connection);

  /**
   * A connection is closed; nothing more is sent to it. What it had asked for is carried out all
   * the same.
   *
   * @param handOver asks for what the connection had asked for and what still waited elsewhere;
   *     runs before this returns, when the connection counts as closed and its user still as online
   */
  void unregister(Connection connection, Runnable handOver);
}
