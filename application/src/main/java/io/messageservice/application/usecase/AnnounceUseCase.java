package io.messageservice.application.usecase;

import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.user.UserId;
import java.util.Set;

/** Passes on to the shards what users are to be told. */
final class AnnounceUseCase implements Announce {

  private final EventLoopStates halls;

  AnnounceUseCase(EventLoopStates halls) {
    this.halls = halls;
  }

  @Override
  public void announce(Set<UserId> users, Encoded event) {
    Set<UserId> told = Set.copyOf(users);
    halls.every(hall -> hall.tell(told, null, event, null));
  }
}
