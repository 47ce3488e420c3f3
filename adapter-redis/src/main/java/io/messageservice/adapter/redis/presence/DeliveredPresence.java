package io.messageservice.adapter.redis.presence;

import io.messageservice.application.port.out.PresenceBoard.Listener;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which users are online according to the transitions that the listener was given. A transition is
 * not given to it twice. Only the thread of the board may call.
 */
final class DeliveredPresence {

  private final Listener listener;
  private final Map<UserId, DisplayName> online = new HashMap<>();

  DeliveredPresence(Listener listener) {
    this.listener = listener;
  }

  void deliver(Transition transition, Optional<Instant> lastSeen) {
    UserId user = transition.user();
    boolean news =
        transition.online()
            ? online.put(user, transition.name()) == null
            : online.remove(user) != null;
    if (news) {
      listener.onTransition(transition, lastSeen);
    }
  }

  /**
   * These are online, nobody else is.
   *
   * @return how many of them, or of the others, are news
   */
  int deliverAll(Map<UserId, DisplayName> those) {
    List<Transition> offline = new ArrayList<>();
    online.forEach(
        (user, name) -> {
          if (!those.containsKey(user)) {
            offline.add(new Transition(user, name, false));
          }
        });
    offline.forEach(transition -> deliver(transition, Optional.empty()));
    return offline.size() + deliverNew(those);
  }

  /**
   * These are online; others may be, too.
   *
   * @return how many are news
   */
  int deliverNew(Map<UserId, DisplayName> those) {
    int before = online.size();
    those.forEach((user, name) -> deliver(new Transition(user, name, true), Optional.empty()));
    return online.size() - before;
  }
}
