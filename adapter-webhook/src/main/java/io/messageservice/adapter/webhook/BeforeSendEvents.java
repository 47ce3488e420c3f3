package io.messageservice.adapter.webhook;

/**
 * Observes what a hook answers, to count or log it. Called on any thread, never with a message, a
 * user or a secret.
 */
public interface BeforeSendEvents {

  /** Ignores all. */
  BeforeSendEvents NONE = new BeforeSendEvents() {};

  /** What came of a call. */
  enum Outcome {
    /** The message is stored as it is. */
    ACCEPTED,
    /** The hook changed the message. */
    CHANGED,
    /** The hook rejected it. */
    REJECTED,
    /** The hook changed it to what cannot be stored; it is rejected. */
    UNFIT,
    /** Too many wait; the hook was not asked. */
    OVERLOADED,
    /** There was no whole answer in time. */
    TIMEOUT,
    /** No connection, or one that broke. */
    UNREACHABLE,
    /** The host has an address of a private network by now. */
    PRIVATE_ADDRESS,
    /** The status was neither 200 nor 204; redirects are not followed. */
    STATUS,
    /** More bytes than an answer needs. */
    TOO_LARGE,
    /** The body was no answer. */
    MALFORMED,
    /** Too many calls had failed; the hook was not asked. */
    CIRCUIT_OPEN;

    /** Whether the hook gave an answer. */
    public boolean isAnswer() {
      return compareTo(OVERLOADED) < 0;
    }

    /** Whether it should have given one. */
    public boolean isFailure() {
      return compareTo(OVERLOADED) > 0;
    }
  }

  /**
   * A call ended.
   *
   * @param nanos how long it took, with the time that it waited
   */
  default void ended(Outcome outcome, long nanos) {}

  /** The circuit breaker opened or closed. */
  default void circuit(boolean open) {}
}
