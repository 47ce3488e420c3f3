package io.messageservice.application.port.out;

import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The log of all stored changes: each is found once, those of a conversation in their order, and a
 * mark never passes a commit that becomes visible later. Any thread that may block may call; each
 * call sees everything that was committed before it began.
 *
 * <p>Every method throws {@link StoreUnavailable} where the store cannot answer.
 */
public interface ChangeLog {

  /** The most messages, and changes of them, that one look passes. */
  int MAX_PASSED = 10_000;

  /** The end of all that was committed before the call, for {@link #between}. */
  Mark end();

  /**
   * The conversations in which something was stored after one mark and not after another. All of it
   * is passed by this look or, where it ends after {@link #MAX_PASSED} messages, by those that go
   * on from its mark; nothing is passed twice. The returned mark equals {@code end} when nothing is
   * left to read, so the looks end where the store stood when {@code end} was taken, however much
   * is written meanwhile. The cost follows what was appended, not what there is.
   *
   * <p>A store that several nodes share also reports whose participants or kind changed between the
   * marks; one that a node has for itself need not, since that node decided it.
   *
   * @param from a mark that this store gave
   * @param end a mark that {@link #end} gave, not before {@code from}
   */
  Heads between(Mark from, Mark end);

  /** The place of the newest change that was committed before the call. */
  Place newest();

  /**
   * The single changes after a place, for readers that need every one: each once, in the order of
   * their places, which is that of the commits of each conversation. A change can be read only once
   * every one with a lower place can, so none is ever found behind a reader. Changes are kept for
   * as long as the store was told to keep them.
   *
   * @param from a place of this log, of whatever age, or {@link Place#OLDEST}
   * @param limit about how many changes at most, from 1
   */
  Changes after(Place from, int limit);

  /**
   * The place that a reader of a version before places noted as text; nothing where that is none of
   * this store. Some changes before it may come again.
   */
  Optional<Place> noted(String mark);

  /** A place in the order of commits. Opaque: only the store that gave it can read it. */
  record Mark(String value) {}

  /**
   * Where something was stored, and where access changed.
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

    /** The position before the change, and before all that its conversation stored here. */
    public Position positionBefore(AccessChange change) {
      for (Head head : changed) {
        if (head.conversation().equals(change.conversation())
            && head.after().compareTo(change.at()) < 0) {
          return head.after();
        }
      }
      return change.at();
    }

    /** Whether there is nothing new. */
    public boolean isEmpty() {
      return changed.isEmpty() && accessChanged.isEmpty();
    }
  }

  /**
   * The kind, the participants or the roles of a conversation changed.
   *
   * @param joined who joined; they may have left since
   * @param at the position from which on the change holds: users who joined get what was stored
   *     after it. It is that of the conversation before the change was stored, and before the
   *     message that was stored with it. Of several changes it is that of the first in which
   *     somebody joined, or of the first of all where nobody did.
   */
  record AccessChange(ConversationId conversation, Set<UserId> joined, Position at) {

    public AccessChange {
      joined = Collections.unmodifiableSet(new LinkedHashSet<>(joined));
    }

    /** This change and a later one of the same conversation as one. */
    public AccessChange and(AccessChange later) {
      Set<UserId> all = new LinkedHashSet<>(joined);
      all.addAll(later.joined);
      boolean isLaterFirst = joined.isEmpty() && !later.joined.isEmpty();
      return new AccessChange(conversation, all, isLaterFirst ? later.at : at);
    }
  }

  /**
   * What was stored in a conversation: messages, changes of messages and changes of a group.
   *
   * @param after where the conversation stood before
   * @param end where it stood after the last of it
   */
  record Head(ConversationId conversation, Position after, Position end) {

    /** What this one and the next one of the same conversation stored. */
    public Head and(Head next) {
      return new Head(conversation, after, next.end);
    }
  }
}
