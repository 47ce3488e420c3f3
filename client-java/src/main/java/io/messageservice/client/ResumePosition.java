package io.messageservice.client;

/**
 * Where a view of a conversation stands: the last message taken in, and the last change. To be kept
 * with what is shown.
 *
 * @param seq 0 before the first message
 * @param rev the change of the conversation up to which all are taken in; 0 where that is not known
 * @param epoch the store that both count in
 */
public record ResumePosition(long seq, long rev, String epoch) {

  ResumePosition movedTo(long nextSeq, long nextRev) {
    return new ResumePosition(Math.max(seq, nextSeq), Math.max(rev, nextRev), epoch);
  }
}
