package io.messageservice.application.command;

import io.messageservice.application.event.Event.Noticed;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.in.GiveNotice;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Set;

/** Tells a user here, and the nodes that watch them. */
final class GiveNoticeUseCase implements GiveNotice {

  private final Announce announce;
  private final Encoder encoder;
  private final ClusterBus bus;

  GiveNoticeUseCase(Announce announce, Encoder encoder, ClusterBus bus) {
    this.announce = announce;
    this.encoder = encoder;
    this.bus = bus;
  }

  @Override
  public void give(UserId user, Noticed notice) {
    Encoded event = encoder.encode(notice);
    announce.announce(Set.of(user), event);
    bus.publish(List.of(new Signal.Noticed(user, event)));
  }
}
