package io.messageservice.application.command;

import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.user.UserId;
import java.util.Set;

/** Passes on to the event loops what users are to be told. */
final class AnnounceUseCase implements Announce {

  private final EventLoopStates states;

  AnnounceUseCase(EventLoopStates states) {
    this.states = states;
  }

  @Override
  public void announce(Set<UserId> users, Encoded event) {
    Set<UserId> told = Set.copyOf(users);
    states.every(state -> state.deliver(told, null, event, null));
  }
}
