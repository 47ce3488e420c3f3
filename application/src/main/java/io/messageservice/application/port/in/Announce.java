package io.messageservice.application.port.in;

import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.user.UserId;
import java.util.Set;

/**
 * Tells users of this node something that comes from outside and is stored nowhere. Any thread may
 * call; never blocks.
 */
public interface Announce {

  /** Tells every connection that these users have here, each once; the others miss it. */
  void announce(Set<UserId> users, Encoded event);
}
