package io.messageservice.application.port.in;

import io.messageservice.domain.user.UserId;
import java.util.function.IntConsumer;

/** Closes connections for the operator of this node. Any thread may call. */
public interface CloseConnections {

  /**
   * Closes the connections that the user has on this node now. Those on other nodes, and later
   * ones, stay.
   *
   * @param answer gets how many there were, once, on the thread of an event loop
   */
  void close(UserId user, IntConsumer answer);
}
