package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The log of all stored changes: each is found once, those of a conversation in their order, and a
 * mark never passes a commit that becomes visible later. Any thread that may block may call; each
 * call sees everything that was committed before it began.
 *
 * <p>Every method throws {@link StoreUnavailable} where the store cannot answer.
 */
public interface ChangeLog {

  /** The most messages that one look for changes passes. */
  int MAX_PASSED = 10_000;

  /** The end of all that was committed before the call, for {@link #between}. */
  Mark end();

  /**
   * The conversations to which something was appended after one mark and not after another. All of
   * it is passed by this look or, where it ends after {@link #MAX_PASSED} messages, by those that
   * go on from its mark; nothing is passed twice. The returned mark equals {@code end} when nothing
   * is left to read, so the looks end where the store stood when {@code end} was taken, however
   * much is written meanwhile. The cost follows what was appended, not what there is.
   *
   * <p>A store that several nodes share also tells whose participants or kind changed between the
   * marks; one that a node has for itself need not, since that node decided it.
   *
   * @param from a mark that this store gave
   * @param end a mark that {@link #end} gave, not before {@code from}
   */
  Heads between(Mark from, Mark end);

  /** A place in the order of commits. Opaque: only the store that gave it can read it. */
  record Mark(String value) {}

  /**
   * Where something was appended, and where access changed.
   *
   * @param mark where this look ended and the next begins
   * @param changed each conversation once, in no order
   * @param accessChanged each conversation once, in no order
   */
  record Heads(Mark mark, List<Head> changed, List<AccessChange> accessChanged) {

    public Heads {
      changed = List.copyOf(changed);
      accessChanged = List.copyOf(accessChanged);
    }

    /** Access changed nowhere. */
    public Heads(Mark mark, List<Head> changed) {
      this(mark, changed, List.of());
    }

    /** Whether there is nothing new. */
    public boolean isEmpty() {
      return changed.isEmpty() && accessChanged.isEmpty();
    }
  }

  /**
   * The kind or the participants of a conversation changed.
   *
   * @param came who began to take part; they may have ended to since
   * @param seq the position from which on the change holds: users who came get the messages after
   *     it. It is the head when the change was stored, or the position before the message that was
   *     stored with it. Of several changes it is that of the first in which somebody came, or of
   *     the first of all where nobody did.
   */
  record AccessChange(ConversationId conversation, Set<UserId> came, long seq) {

    public AccessChange {
      came = Set.copyOf(came);
    }

    /** This change and a later one of the same conversation as one. */
    public AccessChange and(AccessChange later) {
      Set<UserId> all = new HashSet<>(came);
      all.addAll(later.came);
      boolean isLaterFirst = came.isEmpty() && !later.came.isEmpty();
      return new AccessChange(conversation, all, isLaterFirst ? later.seq : seq);
    }
  }

  /**
   * What was appended to a conversation: positions {@code afterSeq + 1} to {@code head}.
   *
   * @param head the newest position that was passed
   */
  record Head(ConversationId conversation, long afterSeq, long head) {

    /** What this one and the next one of the same conversation appended. */
    public Head and(Head next) {
      return new Head(conversation, afterSeq, next.head);
    }
  }
}
