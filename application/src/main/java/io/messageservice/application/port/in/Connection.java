package io.messageservice.application.port.in;

import io.messageservice.application.port.out.Encoder;

/**
 * A caller who listens, too: one socket. Equal only to itself. Only its event loop's thread may
 * call what is declared here.
 */
public interface Connection extends Caller {

  /** Tells it something, after all it was told before. Never blocks, never fails. */
  void push(Encoder.Encoded event);

  /**
   * Runs the task once everything told before has left for the peer: on the event loop's thread,
   * after this call has returned. Never runs it where the connection ends first. For a caller that
   * sends much piece by piece; a few tasks may wait.
   */
  void whenDrained(Runnable task);
}
