package io.messageservice.application.port.out;

import java.util.Optional;

/**
 * What a command is a part of, for whoever traces it. The application only passes it on, together
 * with the command. Any thread may call.
 */
public interface Trace {

  /** Of a command that nobody traces. */
  Trace NONE = new Trace() {};

  /**
   * The value of the header {@code traceparent} (W3C Trace Context) for whoever is called on behalf
   * of the command; empty where nobody traces. Nobody is called yet: this is for hooks before a
   * message is sent, and for webhooks.
   */
  default Optional<String> traceparent() {
    return Optional.empty();
  }
}
