package io.messageservice.application.usecase;

import io.messageservice.application.port.out.Cluster;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.room.Seat;
import io.messageservice.domain.user.UserId;
import java.util.Optional;

/**
 * What a store that nodes share is told of who is in which room of this node: where the last to
 * leave ends his part, and where a conversation in which nobody is may be forgotten. Any thread may
 * call.
 */
final class Seats {

  private final boolean shared;

  Seats(Cluster cluster) {
    this.shared = cluster.isShared();
  }

  /** Whether the store keeps any. */
  boolean areKept() {
    return shared;
  }

  /** The user is in the room here. */
  Optional<Seat> taken(Conversation room, UserId user) {
    return seat(room, user, true);
  }

  /** The user is in the room here no more. */
  Optional<Seat> givenUp(Conversation room, UserId user) {
    return seat(room, user, false);
  }

  private Optional<Seat> seat(Conversation room, UserId user, boolean taken) {
    boolean matters = shared && (room.kind() == Kind.OPEN || room.isSilent());
    return matters ? Optional.of(new Seat(room.id(), user, taken)) : Optional.empty();
  }
}
