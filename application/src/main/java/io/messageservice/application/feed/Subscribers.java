package io.messageservice.application.feed;

import io.messageservice.application.feed.Reconciler.Cursor;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users of a cluster's node who have a connection here, and what they take part in as far as is
 * known. Only the lane's thread may call, but for {@link #opening}: what is stored after a
 * connection opened is for it, though the lane learns of it later, and of what its user takes part
 * in later still.
 */
final class Subscribers {

  private final Map<UserId, Subscriber> here = new HashMap<>();

  /** Cursors before this one are of an epoch that has ended. */
  private long firstCursor;

  /** Connections whose users' conversations are not known yet. Any thread adds. */
  private final Set<Opening> pending = ConcurrentHashMap.newKeySet();

  /** A connection opens, when reconciliation had come so far. Any thread may call. */
  Opening opening(UserId user, Cursor reconciled) {
    Opening opening = new Opening(user, reconciled);
    pending.add(opening);
    return opening;
  }

  /**
   * The lane has learnt of it.
   *
   * @return whether it is the user's first here: what they take part in is to be looked up then
   */
  boolean opened(Opening opening) {
    Subscriber subscriber = here.computeIfAbsent(opening.user(), id -> new Subscriber(opening));
    boolean first = ++subscriber.connections == 1;
    if (!first) {
      pending.remove(opening);
    }
    return first;
  }

  /** It is known now what the user takes part in; false where they have disconnected since. */
  boolean lookedUp(Opening opening) {
    pending.remove(opening);
    return isAwaited(opening);
  }

  /** Whether the user whose first connection this was is still here. */
  boolean isAwaited(Opening opening) {
    Subscriber subscriber = here.get(opening.user());
    return subscriber != null && subscriber.first == opening;
  }

  /**
   * A connection of the user is closed.
   *
   * @return what they took part in, where it was their last one
   */
  Optional<Set<ConversationId>> closed(UserId user) {
    Subscriber subscriber = here.get(user);
    if (subscriber == null || --subscriber.connections > 0) {
      return Optional.empty();
    }
    here.remove(user);
    pending.remove(subscriber.first);
    return Optional.of(subscriber.conversations);
  }

  /** The user takes part; false where that is known, or where they have no connection here. */
  boolean subscribe(UserId user, ConversationId conversation) {
    Subscriber subscriber = here.get(user);
    return subscriber != null && subscriber.conversations.add(conversation);
  }

  /** The user takes part no more. */
  void unsubscribe(UserId user, ConversationId conversation) {
    Subscriber subscriber = here.get(user);
    if (subscriber != null) {
      subscriber.conversations.remove(conversation);
    }
  }

  /** The earlier of this and of where reconciliation stood when the pending connections opened. */
  Cursor earliest(Cursor reconciled) {
    return pending.stream()
        .map(Opening::reconciled)
        .filter(cursor -> cursor.number() >= firstCursor)
        .min(Comparator.comparingLong(Cursor::number))
        .filter(cursor -> cursor.number() < reconciled.number())
        .orElse(reconciled);
  }

  /**
   * The store has another epoch.
   *
   * @param first the first cursor in it
   * @return the openings whose look-ups may be lost with the former one
   */
  List<Opening> beginEpoch(Cursor first) {
    firstCursor = first.number();
    return pending.stream().filter(this::isAwaited).toList();
  }

  /** The opening of one connection; equal only to itself. */
  static final class Opening {
    private final UserId user;
    private final Cursor reconciled;

    private Opening(UserId user, Cursor reconciled) {
      this.user = user;
      this.reconciled = reconciled;
    }

    UserId user() {
      return user;
    }

    Cursor reconciled() {
      return reconciled;
    }
  }

  /** A user with connections here. */
  private static final class Subscriber {
    private final Opening first;
    private final Set<ConversationId> conversations = new HashSet<>();
    private int connections;

    private Subscriber(Opening first) {
      this.first = first;
    }
  }
}
