package io.messageservice.application.feed;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in the conversation of a feed, as far as this node knows, and whether that is good
 * enough for what is to be delivered. A part of {@link ConversationFeed}.
 */
final class FeedAccess {

  /** As it stood when its participants were looked at last. */
  private @Nullable Conversation known;

  /** The lowest version that is good enough. */
  private long required;

  /** How often the participants may have changed by an unknown version. */
  private int unknownChanges;

  /** How many of these are settled. */
  private int settled;

  /** How many of them there were when the read under way began. */
  private int unknownChangesAtRead;

  /** What was known when it began. */
  private @Nullable Conversation knownAtRead;

  /** Users who may have joined since it began: it does not know of them. */
  private final Set<UserId> joinedSinceRead = new HashSet<>(0);

  /** Users who take part only since a position that is not delivered yet. */
  private final Map<UserId, Position> newcomers = new HashMap<>(0);

  /** Whether what it finds may be the former conversation of the id. */
  private boolean forgottenSinceRead;

  @Nullable Conversation known() {
    return known;
  }

  /** Messages of this version are about to be delivered. */
  void require(long version) {
    required = Math.max(required, version);
  }

  /** Whether the participants are known well enough for a message of that version. */
  boolean isCurrentFor(long version) {
    Conversation now = known;
    return now != null && isSettled() && now.accessVersion() >= Math.max(version, 1);
  }

  /** Whether what is known has to be read again. */
  boolean isOld() {
    Conversation now = known;
    return !isSettled() || (now != null && now.accessVersion() < required);
  }

  private boolean isSettled() {
    return settled == unknownChanges;
  }

  /** The conversation as it stands, or stood after a message that is about to be delivered. */
  void learn(Conversation conversation) {
    known = conversation;
    settled = unknownChanges;
  }

  /**
   * A change of the participants of a group, as another node reports it: known from then on where
   * the state before it is.
   *
   * @param version after it
   * @return the group after it; null where that is not known
   */
  @Nullable Conversation after(ConversationChanged changed, long version) {
    Conversation now = known;
    boolean isNamed = !changed.unnamed() && !changed.participants().isEmpty();
    return isNamed && now != null && isSettled() && now.accessVersion() == version - 1
        ? now.changedElsewhere(changed.participants(), changed.position())
        : null;
  }

  /** A read begins: what it finds settles the changes so far. */
  void beginRead() {
    unknownChangesAtRead = unknownChanges;
    knownAtRead = known;
    forgottenSinceRead = false;
    joinedSinceRead.clear();
  }

  /** The user takes part by now. */
  void joined(UserId user) {
    joinedSinceRead.add(user);
  }

  /** Whether the user may take part though that read did not find them. */
  boolean hasJoinedSinceRead(UserId user) {
    return joinedSinceRead.contains(user);
  }

  /** Whether what that read finds is of no use: it may be the former conversation of the id. */
  boolean isReadOutdated() {
    return forgottenSinceRead;
  }

  /**
   * Whether what that read found is later than what is known. It is where nothing was learnt since
   * it began, whatever the version: the conversation may have begun again.
   */
  boolean isLater(Conversation read) {
    Conversation now = known;
    return now == null || now.equals(knownAtRead) || now.accessVersion() <= read.accessVersion();
  }

  /** The conversation as that read found it. */
  void learnRead(Conversation conversation) {
    if (known != null && conversation.accessVersion() < known.accessVersion()) {
      required = conversation.accessVersion(); // versions of the former one mean nothing
    }
    known = conversation;
    settled = unknownChangesAtRead;
  }

  /** That read found no such conversation. */
  void learnGone() {
    known = null;
    required = 0;
    settled = unknownChangesAtRead;
  }

  /** The participants may have changed. */
  void mayHaveChanged() {
    unknownChanges++;
  }

  /** It may be another conversation by now, under the same id; a group stays the same. */
  void forget() {
    Conversation now = known;
    if (now != null && now.kind() == Kind.GROUP) {
      return;
    }
    known = null;
    required = 0;
    unknownChanges++;
    forgottenSinceRead = true;
  }

  /** Versions that were named beyond the one that is stored do not exist. */
  void settleAtKnown() {
    Conversation now = known;
    required = now == null ? 0 : now.accessVersion();
  }

  /** Whether the user takes part, as far as is known for sure; true where it is not. */
  boolean mayTakePart(UserId user) {
    Conversation now = known;
    return now == null || !isSettled() || now.has(user);
  }

  /**
   * Lets the user in, unless others have removed them while the feed caught up.
   *
   * @param decided as it stood when they were to be let in
   */
  void enter(UserId user, Conversation decided, Runnable entering, Consumer<Refusal> failed) {
    if (mayTakePart(user) && !isRemovedSince(decided, user)) {
      entering.run();
    } else {
      failed.accept(Refusal.FORBIDDEN);
    }
  }

  /**
   * Whether the user was removed from the group after that, whatever may have changed since: they
   * have been told so, and would not be told again. Only groups never begin again, with versions
   * that mean nothing to the former ones.
   */
  private boolean isRemovedSince(Conversation decided, UserId user) {
    Conversation now = known;
    return now != null
        && now.kind() == Kind.GROUP
        && now.accessVersion() > decided.accessVersion()
        && !now.has(user);
  }

  /** The user takes part since that position: what comes before it is not for them. */
  void joinedAfter(UserId user, Position at) {
    newcomers.put(user, at);
  }

  /** The conversation with those who receive the message; null if unknown. */
  @Nullable Conversation receiversOf(FeedMessage message) {
    Conversation receivers = known;
    if (receivers != null && !newcomers.isEmpty()) {
      newcomers.values().removeIf(from -> message.isMessage() && !message.isUpTo(from));
      for (Map.Entry<UserId, Position> newcomer : newcomers.entrySet()) {
        if (message.isUpTo(newcomer.getValue())) {
          receivers = receivers.without(newcomer.getKey());
        }
      }
    }
    return receivers;
  }

  /** Nothing is known. */
  void reset() {
    newcomers.clear();
    known = null;
    required = 0;
    settled = unknownChanges;
  }
}
