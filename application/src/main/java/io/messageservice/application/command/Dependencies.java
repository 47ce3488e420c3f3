package io.messageservice.application.command;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.BeforeSend;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.DeliveryEvents;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Identities;
import io.messageservice.application.port.out.JsonEquality;
import io.messageservice.application.port.out.LaneEvents;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.store.ConversationIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * What the use cases need from outside.
 *
 * @param ids of conversations that are created
 * @param ledgers one for each lane: as many as the store has writers
 * @param loops by index
 * @param laneThreads one for each ledger: runs one task at a time, in order; may block
 * @param presenceThread runs one task at a time, in order; may block
 * @param readers run tasks that may block; refuse with {@link
 *     java.util.concurrent.RejectedExecutionException} where too many wait
 * @param clock for times that people see; of a node that is alone it may jump, those of a cluster
 *     never do
 * @param nanoTime a monotonic clock, as {@link System#nanoTime}
 * @param cluster what the node shares with others
 * @param memory what is read for clients draws from it
 * @param laneEvents observe each lane, by its index; called once for each
 * @param hook asked before a message of a user is stored
 */
public record Dependencies(
    List<Ledger> ledgers,
    History history,
    ChangeLog changes,
    ConversationIds ids,
    JsonEquality json,
    List<? extends EventLoop> loops,
    List<Executor> laneThreads,
    Executor presenceThread,
    Executor readers,
    Timer timer,
    InstantSource clock,
    LongSupplier nanoTime,
    Faults faults,
    PresenceLoad load,
    DeliveryEvents events,
    Identities identities,
    Cluster cluster,
    MemoryBudget memory,
    IntFunction<LaneEvents> laneEvents,
    Optional<BeforeSend> hook) {

  public Dependencies {
    if (ledgers.isEmpty() || ledgers.size() != laneThreads.size()) {
      throw new IllegalArgumentException("a thread for each ledger, and at least one");
    }
  }

  /**
   * The monotonic clock as a source of instants, for durations: it never jumps, as the wall clock
   * may. Its instants mean nothing beside those of another clock.
   */
  InstantSource steadyClock() {
    return () -> Instant.EPOCH.plusNanos(nanoTime.getAsLong());
  }
}
