package io.messageservice.protocol.simulation;

/** A fault on purpose. */
final class InjectedFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InjectedFault() {
    super("on purpose", null, false, false);
  }
}
