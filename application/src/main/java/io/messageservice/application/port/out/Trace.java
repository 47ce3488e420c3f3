package io.messageservice.application.port.out;

import java.util.Optional;

/**
 * The trace that a command is part of. The application only passes it on, together with the
 * command. Any thread may call.
 */
public interface Trace {

  /** Of a command that nobody traces. */
  Trace NONE = new Trace() {};

  /**
   * The value of the header {@code traceparent} (W3C Trace Context) for calls to other services on
   * behalf of the command; empty where it is not traced.
   */
  default Optional<String> traceparent() {
    return Optional.empty();
  }

  /** The same for what is kept of the command; empty, too, where its trace is not sampled. */
  default Optional<String> sampledTraceparent() {
    return Optional.empty();
  }
}
