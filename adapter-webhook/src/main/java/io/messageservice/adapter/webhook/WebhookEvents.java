package io.messageservice.adapter.webhook;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Observes how events are sent, to count or log it. Called by one thread at a time, never with a
 * message, a user or a secret.
 */
public interface WebhookEvents {

  /** Ignores all. */
  WebhookEvents NONE = new WebhookEvents() {};

  /** What came of a call. */
  enum Outcome {
    /** The receiver has what was sent. */
    ACKNOWLEDGED,
    /** The receiver wants nothing more. */
    GONE,
    /** There was no whole answer in time. */
    TIMEOUT,
    /** No connection, or one that broke. */
    UNREACHABLE,
    /** The host has an address of a private network. */
    PRIVATE_ADDRESS,
    /** The status was another; redirects are not followed. */
    STATUS;

    /** Whether the receiver should have acknowledged. */
    public boolean isFailure() {
      return compareTo(GONE) > 0;
    }
  }

  /**
   * A call ended.
   *
   * @param events that it brought
   * @param nanos how long it took
   */
  default void ended(Outcome outcome, int events, long nanos) {}

  /** Events were tried too often and are skipped. */
  default void givenUp(String id, int events, int attempts) {}

  /** The receiver wants nothing more: nothing is sent until the next start. */
  default void stopped() {}

  /**
   * What comes after the position is not kept any more, or is of another epoch: it goes on with the
   * oldest that is kept.
   *
   * @param changes about how many are missing; empty where that is not known
   */
  default void skipped(String position, OptionalLong changes) {}

  /** After many failures the receiver gets one call at a time, or works again. */
  default void circuit(boolean open) {}

  /** This node sends now, or another one may. */
  default void sending(boolean begins) {}

  /**
   * How far it is behind.
   *
   * @param unanswered events that were read and not acknowledged
   * @param oldest when the oldest of these happened
   */
  default void waiting(int unanswered, Optional<Instant> oldest) {}

  /** The store could not answer, or something broke; tried again in a moment. */
  default void failed(Throwable cause) {}
}
