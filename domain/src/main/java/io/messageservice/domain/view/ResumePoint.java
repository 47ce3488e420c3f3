package io.messageservice.domain.view;

import java.util.Objects;
import java.util.Optional;

/**
 * The position that a client reports: it has seen the message {@code afterSeq} and all before it.
 *
 * @param afterSeq a {@code seq}, 0 where it has seen nothing
 * @param epoch in which the position counts; without one it is trusted
 * @param maxReplay the most messages that the client wants replayed; any number where left out
 */
public record ResumePoint(long afterSeq, Optional<String> epoch, Optional<Long> maxReplay) {

  public ResumePoint {
    if (afterSeq < 0) {
      throw new IllegalArgumentException("positions begin with 0");
    }
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(maxReplay, "maxReplay");
  }

  /**
   * Whether everything after this point can be sent, so that nothing is missed.
   *
   * @param now the epoch of the store
   * @param firstSeq the oldest position that can be fetched
   * @param head the newest position, 0 where there is no message
   */
  public boolean isRecoverable(String now, long firstSeq, long head) {
    return epoch.filter(then -> !then.equals(now)).isEmpty()
        && afterSeq >= firstSeq - 1
        && afterSeq <= head
        && maxReplay.filter(most -> head - afterSeq > most).isEmpty();
  }
}
