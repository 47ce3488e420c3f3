package io.messageservice.protocol;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.domain.user.Identity;

/** Opens a session for each connection whose user is known. */
public interface Sessions {

  /**
   * Opens a session. Called on the thread of the event loop, which owns the connection from now on;
   * may already send or close.
   */
  Session open(Wire wire, EventLoop loop, Identity identity, Dialect dialect);
}
