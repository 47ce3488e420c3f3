package io.messageservice.application.feed;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.conversation.Conversation;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What feeds need from outside.
 *
 * @param readers run tasks that may block
 * @param nanoTime a monotonic clock
 * @param share the conversations that the feeds are of
 * @param participantsChanged learns of conversations in which somebody may take part no more, on
 *     the lane's thread
 */
public record FeedEnvironment(
    History history,
    ChangeLog changes,
    LocalConnections connections,
    Cluster cluster,
    Executor readers,
    Timer timer,
    LongSupplier nanoTime,
    MemoryBudget memory,
    Faults faults,
    DeliveryEvents events,
    LaneEvents laneEvents,
    LanePartition share,
    Consumer<Conversation> participantsChanged) {

  private static final Duration LINGER_ALONE = Duration.ofSeconds(5);
  private static final Duration LINGER_SHARED = Duration.ofSeconds(30);

  /** How long a feed is kept that nobody needs: clients come back. */
  Duration linger() {
    return cluster.isShared() ? LINGER_SHARED : LINGER_ALONE;
  }
}
