package io.messageservice.application.command;

import io.messageservice.application.event.Event;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Announce;
import io.messageservice.domain.user.UserId;
import java.util.Set;

/** Hands the event loops what is for their connections of some users. */
final class AnnounceUseCase implements Announce {

  private final EventLoopStates states;

  AnnounceUseCase(EventLoopStates states) {
    this.states = states;
  }

  @Override
  public void announce(Set<UserId> users, Event event) {
    states.deliver(Set.copyOf(users), null, event);
  }
}
