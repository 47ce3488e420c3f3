package io.messageservice.domain.view;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Position;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The position that a client reports: it has seen the message {@code afterSeq} and all before it
 * and, where it names {@code afterRev}, all changes of these up to that one.
 *
 * @param afterSeq a {@code seq}, 0 where it has seen nothing
 * @param afterRev a {@code rev}; empty where the client does not follow changes
 * @param epoch in which the position counts; without one it is trusted
 * @param maxReplay the most messages and changes that the client wants replayed; {@link
 *     #DEFAULT_MAX_REPLAY} where a client that follows changes leaves it out, otherwise any number
 */
public record ResumePoint(
    long afterSeq, OptionalLong afterRev, Optional<String> epoch, Optional<Long> maxReplay) {

  /** The most messages and changes that are replayed to a client that follows changes. */
  public static final long DEFAULT_MAX_REPLAY = 10_000;

  public ResumePoint {
    if (afterSeq < 0 || afterRev.orElse(0) < 0) {
      throw new IllegalArgumentException("positions begin with 0");
    }
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(maxReplay, "maxReplay");
  }

  /** Of a client that does not follow changes. */
  public ResumePoint(long afterSeq, Optional<String> epoch, Optional<Long> maxReplay) {
    this(afterSeq, OptionalLong.empty(), epoch, maxReplay);
  }

  /**
   * Whether everything after this point can be sent, so that nothing is missed.
   *
   * @param now the epoch of the store
   * @param firstSeq the oldest position that can be fetched
   * @param head how far the conversation has come
   * @param changed how many messages up to {@code afterSeq} were changed after {@code afterRev}; 0
   *     where none is named
   */
  public boolean isRecoverable(String now, long firstSeq, Position head, long changed) {
    return epoch.filter(then -> !then.equals(now)).isEmpty()
        && afterSeq >= firstSeq - 1
        && afterSeq <= head.seq()
        && afterRev.orElse(0) <= head.rev()
        && head.seq() - afterSeq + changed <= mostReplayed();
  }

  /**
   * How many changed messages need to be counted for {@link #isRecoverable}, at most: 0 where it
   * does not depend on them.
   */
  public long changedToCount(String now, long firstSeq, Conversation conversation) {
    Position head = conversation.position();
    if (afterRev.isEmpty() || !isRecoverable(now, firstSeq, head, 0)) {
      return 0;
    }
    long left = mostReplayed() - (head.seq() - afterSeq);
    long changes = Math.min(conversation.messageChanges(), head.rev() - afterRev.getAsLong());
    return Math.min(changes, afterSeq) <= left ? 0 : left + 1;
  }

  /**
   * This point, of a client for which no changes need to be looked for where there are none.
   *
   * @param delivered how far the conversation has come for the client
   * @param conversation as it stood before that or stands since
   */
  public ResumePoint withoutRevIfUnchanged(Position delivered, Conversation conversation) {
    Position newest = delivered.max(conversation.position());
    return newest.rev() - newest.seq() > conversation.details().groupChanges()
        ? this
        : new ResumePoint(afterSeq, OptionalLong.empty(), epoch, maxReplay);
  }

  private long mostReplayed() {
    return maxReplay.orElse(afterRev.isPresent() ? DEFAULT_MAX_REPLAY : Long.MAX_VALUE);
  }
}
