package io.messageservice.application.port.in;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.outcome.Refusal;

/**
 * Where the answer to one command goes. One of the methods is called, once, on the thread of the
 * caller's event loop, in order with what that event loop delivers.
 *
 * @param <R> what a yes brings
 */
public interface Reply<R> {

  /** It was carried out. */
  void done(R result);

  /** It was not. */
  void refused(Refusal refusal);

  /** What the command is a part of; passed on with all that is done for it. Any thread may ask. */
  default Trace trace() {
    return Trace.NONE;
  }

  /**
   * When the command was received, by the clock of {@link EventLoop#afterWrite}; 0 where that is
   * not measured. Any thread may ask.
   */
  default long receivedNanos() {
    return 0;
  }

  /**
   * Encodes a large answer, on any thread: its size is known then, and no event loop is busy with
   * it. What this gives is run instead of {@link #done}.
   */
  default Prepared prepare(R result) {
    return new Prepared(0, () -> done(result));
  }

  /**
   * An answer that is ready.
   *
   * @param bytes what it takes until it is sent, as encoded
   * @param send gives it, on the thread of the caller's event loop
   */
  record Prepared(int bytes, Runnable send) {}
}
