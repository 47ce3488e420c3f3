package io.messageservice.application.port.in;

import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * A caller who listens, too: one socket. Equal only to itself. Only its event loop's thread may
 * call what is declared here.
 */
public interface Connection extends Caller {

  /** What it is sent; the same for as long as it lives. Any thread may ask. */
  WireFormat<?> format();

  /** Sends it the event in its format, after all it was sent before. Never blocks, never fails. */
  void push(OutgoingEvent event);

  /**
   * Runs the task once everything sent before has left for the peer: on the event loop's thread,
   * after this call has returned. Never runs it where the connection ends first. For a caller that
   * sends much piece by piece; a few tasks may wait.
   */
  void whenDrained(Runnable task);

  /** What it has done so far. */
  default ConnectionFigures figures() {
    return ConnectionFigures.NONE;
  }

  /** What its client speaks, for the operator. Any thread may ask. */
  default String protocol() {
    return "none";
  }

  /** Reports each frame from now on, in place of the watcher before; null: to nobody. */
  default void watch(@Nullable FrameWatcher watcher) {}

  /** The operator wants it closed. */
  void disconnect();
}
