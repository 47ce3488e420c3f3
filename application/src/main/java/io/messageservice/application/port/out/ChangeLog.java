package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.personal.ReadMark;
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

  /**
   * Where a reader of {@link #after} begins that has no mark: before the oldest change that is
   * kept. Where such readers of an earlier version have noted a place in this store, it is theirs.
   */
  Mark start();

  /**
   * The single changes after a mark, for readers that need every one: each once, those of a
   * conversation in their order. Unlike the marks of {@link #between}, this one may have been given
   * to a process that ended long ago. Where its place is another one by now, since the store lost
   * what it had, everything is read that is kept.
   *
   * @param from a mark that this store gave
   * @param limit about how many changes at most, from 1
   * @throws IllegalArgumentException where another kind of store gave the mark
   */
  Changes after(Mark from, int limit);

  /** A place in the order of commits. Opaque: only the store that gave it can read it. */
  record Mark(String value) {}

  /**
   * Single changes.
   *
   * @param mark where they end and the next begin
   * @param changes those of a conversation in their order
   * @param gaps those that were not kept for as long, or cannot be read
   * @param more whether there may be further ones
   */
  record Changes(Mark mark, List<Change> changes, List<Gap> gaps, boolean more) {

    public Changes {
      changes = List.copyOf(changes);
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * What one commit did to one conversation: first who takes part, then the messages, then which
   * messages changed, then how far they were read. Changes of the data of a group are not reported,
   * nor is that a direct conversation is blocked.
   *
   * @param id names the change among all that this store ever logs; at most 64 characters
   * @param access empty where neither kind nor participants changed
   * @param appended empty where no message was appended
   * @param changed the positions of messages that were edited or deleted
   * @param marks as they are from then on
   */
  record Change(
      String id,
      ConversationId conversation,
      Optional<ParticipantChange> access,
      Optional<Appended> appended,
      List<Long> changed,
      List<ReadMark> marks) {

    public Change {
      changed = List.copyOf(changed);
      marks = List.copyOf(marks);
    }
  }

  /**
   * Users who joined and users who left. A user who did both in one commit may be in both.
   *
   * @param kind of the conversation from then on; empty where an earlier version did not note it
   */
  record ParticipantChange(Set<UserId> joined, Set<UserId> left, Optional<Kind> kind) {

    public ParticipantChange {
      joined = Collections.unmodifiableSet(new LinkedHashSet<>(joined));
      left = Collections.unmodifiableSet(new LinkedHashSet<>(left));
    }
  }

  /**
   * Changes that nobody will read.
   *
   * @param id names the gap as {@link Change#id} does
   * @param part of the store to which they belonged
   */
  record Gap(String id, String part, long count) {}

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

  /** Messages that were appended: positions {@code afterSeq + 1} to {@code seq}. */
  record Appended(long afterSeq, long seq) {}
}
