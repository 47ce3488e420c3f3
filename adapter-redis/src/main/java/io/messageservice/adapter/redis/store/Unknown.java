package io.messageservice.adapter.redis.store;

/** Ends a decision that needs what was not yet read. It is made again when it was. */
final class Unknown extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Carries nothing. */
  Unknown() {
    super("not yet read", null, false, false);
  }
}
