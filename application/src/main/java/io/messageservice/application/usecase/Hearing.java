package io.messageservice.application.usecase;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.budget.MemoryBudget.Reservation;
import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Gate;
import io.messageservice.application.delivery.Halls;
import io.messageservice.application.delivery.Watches;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes in what other nodes tell: what is ephemeral goes straight to the shards, messages and
 * changes of access through the lane, where they pass the gate. Any thread may call.
 */
final class Hearing implements ClusterBus.Listener {

  /** The most signals that wait for the lane; what more comes is found by a comparison. */
  static final int CAPACITY = 16_384;

  /** What a signal takes beside the message in it. */
  private static final int SIGNAL_BYTES = 256;

  private final Lane lane;
  private final Ledger ledger;
  private final Gate gate;
  private final Watches watches;
  private final Halls halls;
  private final Typing typing;
  private final Announce announcing;
  private final MemoryBudget memory;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Doubts that no comparison has answered. */
  private final AtomicInteger doubts = new AtomicInteger();

  Hearing(Ways ways, Surroundings around, Halls halls, Typing typing, Announce announcing) {
    this.lane = ways.lane();
    this.ledger = around.ledger();
    this.memory = around.memory();
    this.gate = ways.gate();
    this.watches = ways.watches();
    this.halls = halls;
    this.typing = typing;
    this.announcing = announcing;
  }

  @Override
  public void heard(List<Signal> signals) {
    signals.forEach(this::show);
    List<Signal.InConversation> kept =
        signals.stream()
            .filter(Hearing::isForTheLane)
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
    lane.hear("hearing", delivery -> take(kept, room.get(), delivery));
  }

  /** One comparison at a time; a doubt meanwhile brings one more. */
  @Override
  public void doubt() {
    if (doubts.getAndIncrement() == 0) {
      compare();
    }
  }

  private void compare() {
    int known = doubts.get();
    lane.compare(
        () -> {
          if (doubts.addAndGet(-known) > 0) {
            compare();
          }
        });
  }

  private void show(Signal signal) {
    if (signal instanceof Signal.Shown shown) {
      Optional<ConversationId> room =
          shown.room() ? Optional.of(shown.conversation()) : Optional.empty();
      halls.every(hall -> hall.tell(shown.users(), room.orElse(null), shown.event(), null));
    } else if (signal instanceof Signal.Typed typed) {
      typing.heard(typed);
    } else if (signal instanceof Signal.Noticed noticed) {
      announcing.announce(Set.of(noticed.user()), noticed.event());
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

  private void take(List<Signal.InConversation> signals, Reservation room, Delivery delivery) {
    try (room) {
      take(signals, delivery);
    } finally {
      waiting.addAndGet(-signals.size());
    }
  }

  private void take(List<Signal.InConversation> signals, Delivery delivery) {
    if (gate.isInDoubt()) {
      gate.compare(delivery);
    }
    for (Signal.InConversation signal : signals) {
      signal.came().forEach(user -> watches.takesPart(user, signal.conversation()));
      if (signal instanceof Signal.Said said) {
        ledger.heard(said.conversation(), said.seq(), said.accessVersion(), said.createdAt());
        pass(said, delivery);
      } else if (signal instanceof Signal.AccessChanged changed) {
        look(changed, delivery);
      }
    }
  }

  private void pass(Signal.Said said, Delivery delivery) {
    if (said.seq() == 1) {
      gate.audience()
          .unlearn(said.conversation()); // it may have been forgotten and have begun again
    }
    gate.audience()
        .current(said.conversation(), said.accessVersion(), delivery)
        .ifPresent(conversation -> gate.passHeard(conversation, said, delivery));
  }

  /** Whoever came is found when something is said; whoever left must hear nothing from now on. */
  private void look(Signal.AccessChanged changed, Delivery delivery) {
    if (changed.came().isEmpty()) {
      gate.audience().current(changed.conversation(), Long.MAX_VALUE, delivery);
    } else if (changed.accessVersion() == 1) {
      gate.audience().unlearn(changed.conversation());
    }
  }
}
