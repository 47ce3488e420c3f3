package io.messageservice.application.command;

import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.in.GiveNotice;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Set;

/** Sends it to the user here, and to the nodes that watch them. */
final class GiveNoticeUseCase implements GiveNotice {

  private final Announce announce;
  private final ClusterBus bus;

  GiveNoticeUseCase(Announce announce, ClusterBus bus) {
    this.announce = announce;
    this.bus = bus;
  }

  @Override
  public void give(UserId user, NoticeGiven notice) {
    announce.announce(Set.of(user), notice);
    bus.publish(List.of(new Signal.OfNotice(user, notice)));
  }
}
