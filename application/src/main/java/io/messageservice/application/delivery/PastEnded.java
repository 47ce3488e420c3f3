package io.messageservice.application.delivery;

/** The store has another past than the one under which this node told positions. */
public final class PastEnded extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PastEnded() {
    super("the store has another past", null, false, false);
  }
}
