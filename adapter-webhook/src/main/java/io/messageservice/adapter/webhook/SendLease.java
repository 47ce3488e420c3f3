package io.messageservice.adapter.webhook;

import io.messageservice.application.port.out.change.ReaderPositions;
import java.time.Duration;
import java.util.Optional;

/**
 * The right of this node to send, and up to where everything is done. One thread at a time may
 * call; it waits for the store.
 */
final class SendLease {

  /** How often it is renewed, and how often another node is asked whether it ended. */
  private static final Duration RENEWAL = Duration.ofSeconds(1);

  /** So long after the last renewal nothing more is sent: shorter than any lease. */
  private static final Duration TRUST = Duration.ofSeconds(3);

  private static final Duration NOTE_PERIOD = Duration.ofMillis(250);

  private static final String READER = "webhooks";

  private final ReaderPositions positions;
  private boolean held;
  private long askedNanos;

  /** What was noted last. */
  private String noted = "";

  /** What was to be noted last; unless the store failed the same. */
  private String attempted = "";

  private long notedNanos;

  SendLease(ReaderPositions positions, long nowNanos) {
    this.positions = positions;
    this.askedNanos = nowNanos - RENEWAL.toNanos();
    this.notedNanos = nowNanos - NOTE_PERIOD.toNanos();
  }

  /** What became of the right to send. */
  enum State {
    /** Nothing changed. */
    SAME,
    /** This node is to send from {@link #position} on, whatever it did before. */
    BEGUN,
    /** Another node sends. */
    LOST
  }

  /** Takes or renews it, if that is due. */
  State renew(long nowNanos) {
    if (nowNanos - askedNanos < RENEWAL.toNanos()) {
      return State.SAME;
    }
    Optional<String> position = positions.take(READER);
    askedNanos = nowNanos;
    if (position.isEmpty()) {
      held = false;
      return State.LOST;
    }
    boolean isOurs = position.get().equals(noted) || position.get().equals(attempted);
    noted = position.get();
    State state = held && isOurs ? State.SAME : State.BEGUN;
    held = true;
    return state;
  }

  /** Where this node begins to send; empty where nothing was ever noted. */
  String position() {
    return noted;
  }

  /** Whether no other node sends. */
  boolean isHeld(long nowNanos) {
    return held && nowNanos - askedNanos < TRUST.toNanos();
  }

  /**
   * Notes the position where it is another one, not too often.
   *
   * @return false where another node sends
   */
  boolean note(String position, long nowNanos) {
    if (nowNanos - notedNanos < NOTE_PERIOD.toNanos()) {
      return true;
    }
    notedNanos = nowNanos;
    return note(position);
  }

  private boolean note(String position) {
    if (!position.equals(noted)) {
      attempted = position;
      held = positions.note(READER, position);
      noted = position;
    }
    return held;
  }

  /** Notes the position and gives the right up. */
  void leave(String position) {
    if (held && note(position)) {
      held = false;
      positions.leave(READER);
    }
  }
}
