package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Opening;
import io.messageservice.application.delivery.Watches;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Shard;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sees to it that this node watches what its users take part in. Any thread may call; nothing is
 * done where the node is alone.
 */
final class Watching {

  private static final Duration RETRY = Duration.ofMillis(500);

  private final Watches watches;
  private final Lane lane;
  private final Cluster cluster;
  private final History history;
  private final Executor readers;
  private final Timer timer;
  private final Faults faults;

  /** By shard. */
  private final List<PendingJoins> pending;

  Watching(Watches watches, Lane lane, Surroundings around) {
    this.watches = watches;
    this.lane = lane;
    this.cluster = around.cluster();
    this.history = around.history();
    this.readers = around.readers();
    this.timer = around.timer();
    this.faults = around.faults();
    this.pending = around.shards().stream().map(shard -> new PendingJoins()).toList();
  }

  /** A connection of the user is open. */
  void opened(UserId user) {
    if (cluster.isShared()) {
      Opening opening = watches.opening(user);
      lane.run(
          "watching",
          delivery -> {
            if (watches.opened(opening)) {
              cluster.bus().watch(List.of(new Topic.OfUser(user)), () -> lookUp(opening));
            }
          });
    }
  }

  /** A connection of the user is gone. */
  void closed(UserId user) {
    if (cluster.isShared()) {
      lane.run("watching", delivery -> watches.closed(user));
    }
  }

  /**
   * Watches the conversation from now on, until it is released. Only the thread of the connection's
   * shard may call.
   *
   * @param join runs on that thread once others know it, or when the connection is gone
   */
  void hold(ConversationId conversation, Connection connection, Runnable join) {
    if (!cluster.isShared()) {
      join.run();
      return;
    }
    Shard shard = connection.shard();
    PendingJoins joins = pending.get(shard.index());
    joins.add(connection, join);
    Runnable release = () -> shard.execute(() -> joins.release(connection, join));
    lane.run("watching", delivery -> watches.hold(conversation, release));
  }

  /**
   * The connection is gone, so that its joins wait for nobody: they run now, before what was asked
   * after them. Only the thread of its shard may call.
   */
  void gone(Connection connection) {
    pending.get(connection.shard().index()).releaseAll(connection);
  }

  /** Whether whoever holds may have to wait. */
  boolean takesTime() {
    return cluster.isShared();
  }

  private void lookUp(Opening opening) {
    try {
      readers.execute(() -> read(opening));
    } catch (RejectedExecutionException full) {
      again(opening);
    }
  }

  private void read(Opening opening) {
    try {
      Set<ConversationId> conversations = history.conversationIdsOf(opening.user());
      lane.run("watching", delivery -> watches.tookPart(opening, conversations));
    } catch (StoreUnavailable unavailable) {
      faults.broke("store", unavailable);
      again(opening);
    } catch (RuntimeException | Error fault) {
      faults.broke("watching", fault);
      again(opening);
    }
  }

  private void again(Opening opening) {
    timer.after(RETRY, () -> lane.run("watching", delivery -> lookUpWhereHere(opening)));
  }

  private void lookUpWhereHere(Opening opening) {
    if (watches.isHere(opening.user())) {
      lookUp(opening);
    }
  }
}
