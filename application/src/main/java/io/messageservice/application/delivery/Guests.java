package io.messageservice.application.delivery;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has a connection on this node. Only the lane's thread may call, but for {@link #coming}: what
 * is stored after a connection opened is for it, though the lane hears of it later, and of what its
 * user takes part in later still.
 */
final class Guests {

  private final Map<UserId, Guest> here = new HashMap<>();

  /** Connections that are open and that the lane has not heard of. Any thread adds. */
  private final Set<Opening> coming = ConcurrentHashMap.newKeySet();

  /** Those whose conversations are not known yet, the longest first. */
  private final Set<Opening> awaited = new LinkedHashSet<>();

  /** A connection that opens now. Any thread may call. */
  void coming(Opening opening) {
    coming.add(opening);
  }

  /**
   * The lane has heard of it.
   *
   * @return whether it is the user's first here: what he takes part in is to be looked up then
   */
  boolean opened(Opening opening) {
    coming.remove(opening);
    Guest guest = here.computeIfAbsent(opening.user(), id -> new Guest(opening));
    if (++guest.connections > 1) {
      return false;
    }
    awaited.add(opening);
    return true;
  }

  /** A connection of the user is gone; gives what was known of him, where it was his last. */
  Optional<Guest> closed(UserId user) {
    Guest guest = here.get(user);
    if (guest == null || --guest.connections > 0) {
      return Optional.empty();
    }
    here.remove(user);
    awaited.remove(guest.first);
    return Optional.of(guest);
  }

  /** Empty where the user has no connection here. */
  Optional<Guest> find(UserId user) {
    return Optional.ofNullable(here.get(user));
  }

  /** It is known now what the user takes part in; empty where he has gone since. */
  Optional<Guest> lookedUp(Opening opening) {
    awaited.remove(opening);
    return find(opening.user()).filter(guest -> guest.first.equals(opening));
  }

  /** Who is here. */
  Set<UserId> users() {
    return here.keySet();
  }

  /** Whether anybody but these takes part and has a connection here. */
  boolean includesOthers(Set<UserId> some, Conversation conversation) {
    return conversation.participants().asSet().stream()
            .anyMatch(user -> here.containsKey(user) && !some.contains(user))
        || coming.stream()
            .map(Opening::user)
            .anyMatch(user -> conversation.has(user) && !some.contains(user));
  }

  /**
   * That time or, where earlier, since when a participant may be here of whom that is not known:
   * what he takes part in is still looked up, or he began to elsewhere after the last comparison.
   */
  Instant since(Conversation conversation, Instant known, Instant comparedAt) {
    Instant since = known;
    for (Set<Opening> openings : List.of(coming, awaited)) {
      for (Opening opening : openings) {
        if (conversation.has(opening.user())) {
          since = earlier(since, opening.at());
        }
      }
    }
    for (UserId user : conversation.participants().asSet()) {
      Guest guest = here.get(user);
      if (guest != null && !guest.conversations.contains(conversation.id())) {
        since = earlier(since, guest.unnoticedSince(comparedAt));
      }
    }
    return since;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** After how many comparisons the first came whose conversations are not known yet. */
  long comparisonsBefore(long most) {
    long comparisons = most;
    for (Set<Opening> openings : List.of(coming, awaited)) {
      for (Opening opening : openings) {
        comparisons = Math.min(comparisons, opening.comparisons());
      }
    }
    return comparisons;
  }

  /** A user with connections here, and what he takes part in as far as is known. */
  static final class Guest {
    private final Opening first;
    private final Set<ConversationId> conversations = new HashSet<>();
    private int connections;

    private Guest(Opening first) {
      this.first = first;
    }

    Set<ConversationId> conversations() {
      return conversations;
    }

    /**
     * Since when the user may take part in something without this node having been told: since he
     * is here, but not before the last comparison, which finds it.
     */
    Instant unnoticedSince(Instant comparedAt) {
      return first.at().isBefore(comparedAt) ? comparedAt : first.at();
    }
  }
}
