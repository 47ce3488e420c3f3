package io.messageservice.protocol;

import io.messageservice.application.port.out.Shard;
import io.messageservice.domain.user.Identity;

/** Where a transport takes a connection whose user is known. */
public interface Dialogues {

  /**
   * Begins a dialogue. Called on the thread of the shard, which owns the connection from now on;
   * may already send or close.
   */
  Dialogue open(Wire wire, Shard shard, Identity identity, Dialect dialect);
}
