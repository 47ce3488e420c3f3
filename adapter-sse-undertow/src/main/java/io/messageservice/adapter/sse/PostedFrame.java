package io.messageservice.adapter.sse;

import java.util.function.Consumer;

/**
 * Commands that a client posted, as one frame.
 *
 * @param utf8 what may be longer than the frame
 * @param answer learns once what became of it, on the event loop of the session
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not copied
record PostedFrame(byte[] utf8, int length, Consumer<Outcome> answer) {

  /** What became of a post. */
  enum Outcome {
    /** Its commands were handed to the session. */
    TAKEN,
    /** The session was over; nothing was done. */
    OVER,
    /** The session ended before its turn; nothing was done. */
    ENDED,
    /** Too many wait for their turn; nothing was done. */
    TOO_MANY
  }
}
