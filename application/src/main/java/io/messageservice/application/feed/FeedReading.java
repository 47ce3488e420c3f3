package io.messageservice.application.feed;

import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;

/** The reads of what a feed misses, and how they go. A part of {@link ConversationFeed}. */
final class FeedReading {

  /** So many failures in a row are waited for by those who want an answer. */
  static final int PATIENT_FAILURES = 3;

  /** Whether a read is under way, or waits for its retry. */
  private boolean underWay;

  /** The furthest position that was known when the read under way began. */
  private Position headAtBegin = Position.START;

  /** Whether what is missing is waited for before it is read. */
  private boolean awaitingGap;

  private int failures;
  private boolean quarantined;

  /** Whether a read is under way, or waits for its retry. */
  boolean isUnderWay() {
    return underWay;
  }

  /** What is missing is waited for; false where it is already. */
  boolean awaitGap() {
    boolean first = !awaitingGap;
    awaitingGap = true;
    return first;
  }

  void endAwait() {
    awaitingGap = false;
  }

  void begin(Position head) {
    underWay = true;
    headAtBegin = head;
  }

  /** Whether the read under way began when everything up to there was known to be stored. */
  boolean hasSeen(Position head) {
    return headAtBegin.covers(head);
  }

  /**
   * A read ended.
   *
   * @return whether it brought something; otherwise the next one has to wait, as after a failure
   */
  boolean end(boolean broughtSomething) {
    if (broughtSomething) {
      underWay = false;
      failures = 0;
      quarantined = false;
    } else {
      failures++;
    }
    return broughtSomething;
  }

  /**
   * A read failed; the next one has to wait. Nobody waits for it after some failures.
   *
   * @param undecodable whether what is stored cannot be understood: waiting does not help then
   */
  void failed(boolean undecodable) {
    failures++;
    quarantined |= undecodable;
  }

  /** Nobody needs what is missing. The next user who does begins again. */
  void giveUp() {
    boolean unused = end(true);
  }

  /** How many reads in a row failed or brought nothing. */
  int failures() {
    return failures;
  }

  /** What answers waiting commands while it {@link #isFailing}. */
  Refusal refusal() {
    return quarantined ? Refusal.INTERNAL : Refusal.UNAVAILABLE;
  }

  /** Whether a message of it cannot be read, so far. */
  boolean isQuarantined() {
    return quarantined;
  }

  /** Whether nobody is to wait for this. */
  boolean isFailing() {
    return quarantined || failures >= PATIENT_FAILURES;
  }

  /** Nothing is known. */
  void reset() {
    underWay = false;
    awaitingGap = false;
    failures = 0;
    quarantined = false;
  }
}
