package io.messageservice.application.port.in;

import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.domain.user.UserId;

/**
 * Notifies a user on behalf of another service. At most once and only now: a user without a
 * connection misses it. Any thread may call; never blocks.
 */
public interface GiveNotice {

  /** Sends it to every connection of the user, wherever in the cluster it is. */
  void give(UserId user, NoticeGiven notice);
}
