package io.messageservice.application.port.out;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import java.util.List;
import java.util.function.Consumer;

/**
 * Observes one lane, to measure and to trace what it does. Must not block or throw. The lane's
 * thread calls; {@link #lookFailed} may also come from another lane's thread, where the store has
 * another epoch and this lane stands still. Calls come one after another, and each sees what the
 * one before has changed. A batch goes {@link #begun}, {@link #committed} or {@link #failed},
 * {@link #ended}.
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

  /** The look is given up: the store could not be read, or has another epoch. */
  default void lookFailed() {}

  /** Makes the call. An observer that breaks is reported, and changes nothing for the caller. */
  default void observe(Consumer<LaneEvents> call, Faults faults) {
    try {
      call.accept(this);
    } catch (RuntimeException | Error fault) {
      faults.broke("observer", fault);
    }
  }
}
