package io.messageservice.application.port.out;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import java.util.List;

/**
 * Observes one lane, to measure and to trace what it does. Only the lane's thread calls; must not
 * block or throw. A batch goes {@link #begun}, {@link #committed} or {@link #failed}, {@link
 * #ended}.
 */
public interface LaneEvents {

  /** Observes nothing. */
  LaneEvents NONE = new LaneEvents() {};

  /**
   * A batch is about to be decided and stored.
   *
   * @param left how many commands wait behind it
   * @param waitNanos how long the lane's thread took to begin, after it was asked to
   */
  default void begun(List<? extends Decider<?>> batch, int left, long waitNanos) {}

  /** The batch is stored, as far as it was accepted. */
  default void committed(List<Outcome> outcomes) {}

  /** Nothing of the batch is delivered: the store failed, or has another epoch. */
  default void failed() {}

  /** The batch is handed to event loops and other nodes. */
  default void ended() {}

  /** A look of reconciliation has begun. */
  default void lookBegun() {}

  /**
   * The look has come to its end.
   *
   * @param reads how often it read the change log
   * @param changed how many changes of conversations it found
   */
  default void lookEnded(int reads, int changed) {}

  /** The store could not be read: the look is given up. */
  default void lookFailed() {}
}
