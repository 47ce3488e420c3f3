package io.messageservice.application.cluster;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Holder;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.Feeds;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Handles what other nodes publish: ephemeral events go straight to the event loops, messages and
 * changes of access through the lane, where they pass their feeds. Any thread may call.
 */
public final class ClusterEventHandler implements ClusterBus.Listener {

  /** The most signals that wait for lanes; what more comes is found by reconciliation. */
  static final int CAPACITY = 16_384;

  private final Partitions partitions;
  private final EventLoopStates states;
  private final Typing typing;
  private final MemoryBudget memory;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Of this node.
   *
   * @param memory what waits for a lane draws from it
   */
  public ClusterEventHandler(
      Partitions partitions, MemoryBudget memory, EventLoopStates states, Typing typing) {
    this.partitions = partitions;
    this.memory = memory;
    this.states = states;
    this.typing = typing;
  }

  @Override
  public void received(List<Signal> signals) {
    List<Signal.InConversation> kept =
        signals.stream()
            .filter(ClusterEventHandler::isForTheLane)
            .map(Signal.InConversation.class::cast)
            .toList();
    if (!kept.isEmpty()) {
      handOver(kept);
    }
    signals.forEach(this::deliver); // after messages, since these are encoded here
  }

  private void handOver(List<Signal.InConversation> kept) {
    if (partitions.all().size() == 1) {
      handOver(partitions.all().get(0), kept);
    } else {
      kept.stream()
          .collect(
              Collectors.groupingBy(
                  signal -> partitions.of(signal.conversation()),
                  LinkedHashMap::new,
                  Collectors.toList()))
          .forEach(this::handOver);
    }
  }

  private void handOver(Partition partition, List<Signal.InConversation> kept) {
    if (waiting.addAndGet(kept.size()) > CAPACITY) {
      waiting.addAndGet(-kept.size());
      reconcile();
      return;
    }
    Optional<Reservation> room =
        memory.reserve(Holder.SIGNAL, kept.stream().mapToLong(Signal::sizeBytes).sum());
    if (room.isEmpty()) {
      waiting.addAndGet(-kept.size());
      reconcile();
      return;
    }
    partition.lane().soon("cluster", fanout -> take(partition, kept, room.get(), fanout));
  }

  @Override
  public void reconcile() {
    partitions.reconcile();
  }

  private void deliver(Signal signal) {
    if (signal instanceof Signal.OfReceipt receipt) {
      @Nullable ConversationId room = receipt.room() ? receipt.conversation() : null;
      states.deliver(receipt.users(), room, receipt.event());
    } else if (signal instanceof Signal.OfCustomEvent sent) {
      deliver(sent.event());
    } else if (signal instanceof Signal.OfTyping typed) {
      typing.received(typed);
    } else if (signal instanceof Signal.OfNotice notice) {
      states.deliver(Set.of(notice.user()), null, notice.event());
    }
  }

  /** The other node may not know yet that the user may not write there. */
  private void deliver(CustomEvent event) {
    OutgoingEvent outgoing = states.outgoing(event);
    states.every(
        state -> {
          if (!state.isFrozenFor(event.conversation(), event.user())) {
            state.deliver(Set.of(), event.conversation(), outgoing, null);
          }
        });
  }

  private static boolean isForTheLane(Signal signal) {
    return signal instanceof Signal.OfMessage
        || signal instanceof Signal.OfChange
        || signal instanceof Signal.OfAccess;
  }

  private void take(
      Partition partition, List<Signal.InConversation> signals, Reservation room, Fanout fanout) {
    try (room) {
      take(partition, signals, fanout);
    } finally {
      waiting.addAndGet(-signals.size());
    }
  }

  private static void take(
      Partition partition, List<Signal.InConversation> signals, Fanout fanout) {
    Ledger ledger = partition.lane().ledger();
    Feeds feeds = partition.feeds();
    for (Signal.InConversation signal : signals) {
      if (signal instanceof Signal.OfMessage stored) {
        Message message = stored.event().message();
        ledger.storedElsewhere(
            message.conversation(), stored.position(), stored.accessVersion(), message.createdAt());
        feeds.received(stored, fanout);
      } else if (signal instanceof Signal.OfChange change) {
        if (!(change.event() instanceof ConversationChanged)) { // which holds more than a hint
          ledger.changedElsewhere(change.conversation(), change.event().position());
        }
        feeds.received(change, fanout);
      } else if (signal instanceof Signal.OfAccess changed) {
        feeds.accessChanged(changed, fanout);
      }
    }
  }
}
