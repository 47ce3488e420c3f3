package io.messageservice.application.lane;

import io.messageservice.application.delivery.Gate;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands that are stored, and not told yet. Only the lane's thread may call. */
final class Batch {

  private final List<Work<?>> works;
  private final List<Outcome> outcomes;

  /** The first message of each conversation. */
  private final Map<ConversationId, Long> firsts = new HashMap<>();

  /** Where nothing is to be told from which position on. */
  private final Map<ConversationId, Long> held;

  private boolean aged;

  Batch(List<Work<?>> works, List<Outcome> outcomes) {
    this.works = works;
    this.outcomes = outcomes;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Done done) {
        done.message().ifPresent(this::add);
      }
    }
    held = new HashMap<>(firsts);
    works.forEach(work -> work.opens().ifPresent(id -> held.put(id, 0L)));
  }

  private void add(Message message) {
    firsts.merge(message.conversation(), message.seq(), Math::min);
  }

  List<Work<?>> works() {
    return works;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  /** Where nothing is to be told before the batch, from which position on. */
  Map<ConversationId, Long> held() {
    return held;
  }

  /** Whether something that comes before one of its messages is most likely about to be heard. */
  boolean waits(Gate gate) {
    return firsts.entrySet().stream()
        .anyMatch(first -> gate.lacks(first.getKey(), first.getValue()));
  }

  /** Whether this was asked before. */
  boolean age() {
    boolean before = aged;
    aged = true;
    return before;
  }
}
