package io.messageservice.adapter.sse;

/**
 * What one frame of the service says of the position of a stream.
 *
 * @param conversation empty where it is about none
 * @param seq {@link LastEventId#NONE} where it says none, as {@code rev}
 * @param epoch of the store; empty where it says none
 * @param since a point from which on to list what changed; empty where it says none
 */
record SentFrame(Kind kind, String conversation, long seq, long rev, String epoch, String since) {

  /** Says nothing of it. */
  static final SentFrame OTHER =
      new SentFrame(Kind.OTHER, "", LastEventId.NONE, LastEventId.NONE, "", "");

  /** What it does to the position. */
  enum Kind {
    OTHER,
    /** The greeting. */
    GREETING,
    /** An answer to a join: what follows comes after the head that it names. */
    JOINED,
    /** An answer to a join: what was missed follows. */
    RECOVERED,
    /** The connection is out of the room. */
    LEFT,
    /** A message, in its place. */
    MESSAGE,
    /** Another change, in its place. */
    CHANGE,
    /** All up to this position was sent. */
    CAUGHT_UP,
    /** Messages and changes are left out from now on. */
    LAGGED,
    /** The last page of a list. */
    LISTED
  }
}
