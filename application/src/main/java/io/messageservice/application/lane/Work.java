package io.messageservice.application.lane;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;

/**
 * One command on its way through a lane. Only the lane's thread calls.
 *
 * @param <R> what a yes brings
 */
public interface Work<R> extends Decider<R> {

  /**
   * How many commands it counts for while it waits: 1, or more where it holds much. Always the
   * same; any thread may call.
   */
  default int weight() {
    return 1;
  }

  /**
   * Is called once, before any command of the batch is decided and in the order of the batch. What
   * it does must hold where the batch breaks, too.
   */
  default void begin() {}

  /**
   * Where whoever asked hears what is said once it is stored: nothing is told there before it is
   * {@link #done}. Always the same.
   */
  default Optional<ConversationId> opens() {
    return Optional.empty();
  }

  /**
   * It is stored: has other nodes told what they need, so that nobody there waits for this node.
   * Comes before {@link #done}.
   *
   * @param message the appended one
   */
  default void announce(R result, Optional<Message> message, Delivery delivery) {}

  /**
   * It is stored: tells whoever is to know, the asker last. Where this breaks, {@link #refused}
   * follows, so that the asker is answered once.
   *
   * @param message the appended one
   */
  void done(R result, Optional<Message> message, Delivery delivery);

  /** It was refused, or broke. */
  void refused(Refusal refusal, Delivery delivery);
}
