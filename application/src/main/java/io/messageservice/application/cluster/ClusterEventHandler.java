package io.messageservice.application.cluster;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.Feeds;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Handles what other nodes publish: ephemeral events go straight to the event loops, messages and
 * changes of access through the lane, where they pass their feeds. Any thread may call.
 */
public final class ClusterEventHandler implements ClusterBus.Listener {

  /** The most signals that wait for the lane; what more comes is found by reconciliation. */
  static final int CAPACITY = 16_384;

  /** What a signal takes beside the message in it. */
  private static final int SIGNAL_BYTES = 256;

  private final Lane lane;
  private final Ledger ledger;
  private final Feeds feeds;
  private final EventLoopStates states;
  private final Typing typing;
  private final MemoryBudget memory;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Of this node.
   *
   * @param ledger learns of what others stored
   * @param memory what waits for the lane draws from it
   */
  public ClusterEventHandler(
      Lane lane,
      Feeds feeds,
      Ledger ledger,
      MemoryBudget memory,
      EventLoopStates states,
      Typing typing) {
    this.lane = lane;
    this.feeds = feeds;
    this.ledger = ledger;
    this.memory = memory;
    this.states = states;
    this.typing = typing;
  }

  @Override
  public void heard(List<Signal> signals) {
    signals.forEach(this::show);
    List<Signal.InConversation> kept =
        signals.stream()
            .filter(ClusterEventHandler::isForTheLane)
            .map(Signal.InConversation.class::cast)
            .toList();
    if (kept.isEmpty()) {
      return;
    }
    if (waiting.addAndGet(kept.size()) > CAPACITY) {
      waiting.addAndGet(-kept.size());
      doubt();
      return;
    }
    Optional<Reservation> room = memory.reserve(bytesOf(kept));
    if (room.isEmpty()) {
      waiting.addAndGet(-kept.size());
      doubt();
      return;
    }
    lane.soon("cluster", fanout -> take(kept, room.get(), fanout));
  }

  @Override
  public void doubt() {
    feeds.reconcile();
  }

  private void show(Signal signal) {
    if (signal instanceof Signal.Shown shown) {
      Optional<ConversationId> room =
          shown.room() ? Optional.of(shown.conversation()) : Optional.empty();
      states.every(state -> state.deliver(shown.users(), room.orElse(null), shown.event(), null));
    } else if (signal instanceof Signal.Typed typed) {
      typing.heard(typed);
    } else if (signal instanceof Signal.Noticed noticed) {
      Set<UserId> user = Set.of(noticed.user());
      states.every(state -> state.deliver(user, null, noticed.event(), null));
    }
  }

  private static boolean isForTheLane(Signal signal) {
    return signal instanceof Signal.Said || signal instanceof Signal.AccessChanged;
  }

  private static long bytesOf(List<Signal.InConversation> signals) {
    long bytes = (long) signals.size() * SIGNAL_BYTES;
    for (Signal.InConversation signal : signals) {
      bytes += signal instanceof Signal.Said said ? said.event().sizeBytes() : 0;
    }
    return bytes;
  }

  private void take(List<Signal.InConversation> signals, Reservation room, Fanout fanout) {
    try (room) {
      take(signals, fanout);
    } finally {
      waiting.addAndGet(-signals.size());
    }
  }

  private void take(List<Signal.InConversation> signals, Fanout fanout) {
    for (Signal.InConversation signal : signals) {
      if (signal instanceof Signal.Said said) {
        ledger.heard(said.conversation(), said.seq(), said.accessVersion(), said.createdAt());
        feeds.received(said, fanout);
      } else if (signal instanceof Signal.AccessChanged changed) {
        feeds.accessChanged(changed, fanout);
      }
    }
  }
}
