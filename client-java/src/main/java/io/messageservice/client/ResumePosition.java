package io.messageservice.client;

/**
 * Where a view of a conversation stands: the last message taken in. To be kept with what is shown.
 *
 * @param seq 0 before the first message
 * @param epoch the store that {@code seq} counts in
 */
public record ResumePosition(long seq, String epoch) {

  ResumePosition movedTo(long next) {
    return new ResumePosition(next, epoch);
  }
}
