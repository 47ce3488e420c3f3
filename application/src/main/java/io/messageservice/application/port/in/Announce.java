package io.messageservice.application.port.in;

import io.messageservice.application.event.Event;
import io.messageservice.domain.user.UserId;
import java.util.Set;

/**
 * Sends users of this node something that comes from outside and is stored nowhere. Any thread may
 * call; never blocks.
 */
public interface Announce {

  /** Sends it to every connection that these users have here, each once; the others miss it. */
  void announce(Set<UserId> users, Event event);
}
