package io.messageservice.protocol;

import io.messageservice.application.budget.MemoryBudget;
import java.time.Instant;
import java.util.Optional;

/**
 * One connection as a transport offers it: text goes out, in order. Only the thread of its event
 * loop may call.
 */
public interface Wire {

  /**
   * Sends the frame after all that were sent before. Never blocks and never fails: what a slow peer
   * does not take waits, and the transport bounds what waits by dropping frames that have a {@link
   * TextFrame#conflationKey conflation key}, and by closing the connection as {@link
   * CloseReason#TOO_SLOW} where that is not enough. After a close nothing is sent.
   */
  void send(TextFrame frame);

  /**
   * Whether the frame may be sent and room remains: for answers, which are sent all the same, and
   * for a frame that names what the peer was not sent. False where so much waits that a frame which
   * the peer can fetch later is better left out.
   */
  boolean hasRoomFor(TextFrame frame);

  /**
   * Whether the peer does not take what is sent, and much waits for it: nothing that makes more of
   * it should be begun before {@link #whenDrained}.
   */
  boolean isBehind();

  /** What is held for the connection. Only the thread of its event loop may call. */
  MemoryBudget.Account memory();

  /**
   * Runs the task once everything that was sent before was taken by the peer's socket: on the event
   * loop's thread, after this call has returned, in order with other tasks given here. Never runs
   * it where the connection closes or goes first. What waits here is not bounded: a caller gives
   * the next task when the last one ran.
   */
  void whenDrained(Runnable task);

  /**
   * The user's token ends then, not when the one before would have: where the operator wants that,
   * the connection is closed as {@link CloseReason#TOKEN_EXPIRED}, a clock skew later. Empty: the
   * token does not end.
   */
  void expireAt(Optional<Instant> expiry);

  /**
   * When the bytes that are being handed over were read, by the clock of the transport; 0 where
   * that is not measured.
   */
  default long receivedNanos() {
    return 0;
  }

  /** What is counted of the connection, for the operator. */
  default WireCounts counts() {
    return WireCounts.NONE;
  }

  /** Begins to close the connection, after what was sent before; a second call does nothing. */
  void close(CloseReason reason);
}
