package io.messageservice.application.lane;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;

/**
 * One command on its way through a lane. Only the lane's thread calls.
 *
 * @param <R> what an accepted command returns
 */
public interface LaneCommand<R> extends Decider<R> {

  /**
   * How many commands it counts for while it waits: 1, or more where it holds much. Always the
   * same; any thread may call.
   */
  default int weight() {
    return 1;
  }

  /**
   * Is called once, before any command of the batch is decided and in the order of the batch. What
   * it does must hold where the batch fails, too.
   */
  default void begin() {}

  /**
   * It is stored: publishes and delivers what others are to receive, then answers. Where this
   * breaks, {@link #refused} follows, so that the caller is answered once.
   *
   * @param message the appended one
   */
  void done(R result, Optional<Message> message, Fanout fanout);

  /** It was refused, or failed. */
  void refused(Refusal refusal, Fanout fanout);
}
