package io.messageservice.application.lane;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that a lane does in its turn without asking the store for a decision.
 *
 * @param where names it where it breaks
 */
record Errand(String where, Consumer<Delivery> task) implements Work<Boolean> {

  @Override
  public int weight() {
    return 0;
  }

  @Override
  public Decision<Boolean> decide(Records records) {
    return Decision.unchanged(true);
  }

  @Override
  public void done(Boolean result, Optional<Message> message, Delivery delivery) {
    // nobody asked
  }

  @Override
  public void refused(Refusal refusal, Delivery delivery) {
    // nobody asked
  }
}
