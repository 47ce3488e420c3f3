package io.messageservice.application.cluster;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.NodeMembership;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rooms of users, as the nodes note them in the store that they share. Two decisions need them:
 * a user who leaves an open room on their last node no longer takes part, and a conversation
 * without messages is removed when its room is empty on every node. A single node notes nothing.
 * Any thread may call.
 */
public final class NodeOccupancies {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final boolean shared;
  private final NodeMembership membership;
  private final Partitions partitions;
  private final Timer timer;

  /** This node is about to stop: its name is given up, and with it every seat that bears it. */
  private volatile boolean stopping;

  /** Of this node. */
  public NodeOccupancies(Partitions partitions, Timer timer, Cluster cluster) {
    this.shared = cluster.isShared();
    this.membership = cluster.membership();
    this.partitions = partitions;
    this.timer = timer;
  }

  /** Whether the user is in the room on another node that lives. May block, as the lane may. */
  public boolean isElsewhere(Records records, ConversationId room, UserId user) {
    return records.nodesOf(room, user).stream().anyMatch(this::livesElsewhere);
  }

  /** Whether anybody is in the room on another node that lives. May block, as the lane may. */
  boolean isAnybodyElsewhere(Records records, ConversationId room) {
    return records.nodesIn(room).stream().anyMatch(this::livesElsewhere);
  }

  private boolean livesElsewhere(String node) {
    return !node.equals(membership.node()) && membership.lives(node);
  }

  /** The user is in the room here. */
  public List<NodeOccupancy> taken(Conversation room, UserId user) {
    return seat(room, user, true).stream().toList();
  }

  /** The user is in the room here no more. */
  public List<NodeOccupancy> givenUp(Conversation room, UserId user) {
    return seat(room, user, false).stream().toList();
  }

  private Optional<NodeOccupancy> seat(Conversation room, UserId user, boolean taken) {
    boolean matters = shared && (room.kind() == Kind.OPEN || room.isSilent());
    return matters ? Optional.of(new NodeOccupancy(room.id(), user, taken)) : Optional.empty();
  }

  /** The user may be in the room here no more: then the store learns of it, as soon as it can. */
  public void vacate(ConversationId room, UserId user) {
    if (reportsToStore()) {
      Partition partition = partitions.of(room);
      partition.lane().post(new Vacating(user, Set.of(room), partition));
    }
  }

  /** A connection is closed: it gives up its rooms, in one command for each lane that has some. */
  public void release(Connection closed, Set<ConversationId> rooms) {
    partitions
        .group(rooms)
        .forEach(
            (partition, own) -> partition.lane().post(new ReleaseRooms(closed, own, partition)));
  }

  private boolean reportsToStore() {
    return shared && !stopping;
  }

  /** From now on seats are kept: the name of the node ends with it. */
  public void keep() {
    stopping = true;
  }

  private List<NodeOccupancy> givenUp(
      Records records, UserId user, Set<ConversationId> rooms, Partition partition) {
    List<ConversationId> left =
        rooms.stream().filter(room -> !partition.occupancy().isOccupiedBy(room, user)).toList();
    records.ahead(left);
    return left.stream()
        .flatMap(room -> records.conversation(room).stream())
        .filter(room -> room.has(user))
        .flatMap(room -> seat(room, user, false).stream())
        .toList();
  }

  /** Reports to the store rooms in which the user may be no more; retries until it is stored. */
  private final class Vacating implements LaneCommand<Boolean> {
    private final UserId user;
    private final Set<ConversationId> rooms;
    private final Partition partition;

    Vacating(UserId user, Set<ConversationId> rooms, Partition partition) {
      this.user = user;
      this.rooms = rooms;
      this.partition = partition;
    }

    @Override
    public Decision<Boolean> decide(Records records) {
      return Decision.unchanged(true).with(givenUp(records, user, rooms, partition));
    }

    @Override
    public void done(Boolean result, Optional<Message> none, Fanout fanout) {
      // nobody asked
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      timer.after(
          RETRY,
          () -> {
            if (reportsToStore()) {
              partition.lane().post(this);
            }
          });
    }
  }

  /** A closed connection gives up its rooms; its user stays a participant. */
  private final class ReleaseRooms implements LaneCommand<Boolean> {
    private final Connection closed;
    private final Set<ConversationId> rooms;
    private final Partition partition;

    ReleaseRooms(Connection closed, Set<ConversationId> rooms, Partition partition) {
      this.closed = closed;
      this.rooms = rooms;
      this.partition = partition;
    }

    @Override
    public void begin() {
      rise();
    }

    @Override
    public Decision<Boolean> decide(Records records) {
      return reportsToStore()
          ? Decision.unchanged(true).with(givenUp(records, closed.user(), rooms, partition))
          : Decision.unchanged(true);
    }

    @Override
    public void done(Boolean done, Optional<Message> none, Fanout fanout) {
      rise(); // a join earlier in the batch may have sat again
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      rise();
      if (reportsToStore()) {
        partition.lane().post(new Vacating(closed.user(), rooms, partition));
      }
    }

    private void rise() {
      rooms.forEach(room -> partition.occupancy().vacate(room, closed.user(), closed));
    }
  }
}
