package io.messageservice.application.eventlog;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What users have not read, kept up by the changes that readers of the log pass: the next message
 * of a group costs an addition for each of its users and no look into the store. Any other change
 * has those forgotten whom it concerns. Mutings and hidings stand in no log: what is known may be
 * {@link #AGE} old.
 *
 * <p>Any thread that may block may call. The lock guards everything, and is held while the store is
 * asked.
 */
final class KnownUnread {

  private static final Duration AGE = Duration.ofSeconds(10);

  /** The most users of whom it is known. */
  private static final int MAX_USERS = 50_000;

  /** The head where more than the next message may be missing in a count. */
  private static final long NONE = -1;

  private final History history;
  private final LongSupplier nanoTime;
  private final Map<UserId, Known> users = new HashMap<>();

  /** Up to where changes were passed, without a hole since those of {@link #users} were counted. */
  private Place upTo = Place.OLDEST;

  KnownUnread(History history, LongSupplier nanoTime) {
    this.history = history;
    this.nanoTime = nanoTime;
  }

  /** What a user has not read of a conversation, and of all. */
  record Count(int unread, int total) {

    static final Count NONE = new Count(0, 0);
  }

  /** Of one user, where they were counted for a message of a conversation. */
  private static final class Known {
    private final ConversationId in;

    /** Everything up to this number in the log is counted. */
    private final long asOf;

    private final long nanos;

    /** The last message of the conversation that is counted, or {@link #NONE}. */
    private long head;

    private Count count;

    Known(ConversationId in, long asOf, long nanos, long head, Count count) {
      this.in = in;
      this.asOf = asOf;
      this.nanos = nanos;
      this.head = head;
      this.count = count;
    }

    /** Counts a message; false where it is not known what that makes of the total. */
    boolean add(UserId user, Message message, long number) {
      boolean isHere = in.equals(message.conversation());
      if (number <= asOf || (isHere && message.seq() <= head)) {
        return true;
      }
      if (!isHere || head == NONE || message.seq() > head + 1) {
        return false;
      }
      head = message.seq();
      boolean counts =
          !message.isDeleted()
              && !message.attributes().isSystem()
              && !message.sender().equals(user);
      count =
          new Count(
              Math.min(History.MAX_UNREAD, count.unread + (counts ? 1 : 0)),
              Math.min(UnreadTotal.MAX_MESSAGES, count.total + (counts ? 1 : 0)));
      return true;
    }
  }

  /** A reader goes on from there: what others have not passed yet is not missing in any count. */
  synchronized void goOn(Place from) {
    if (!from.epoch().equals(upTo.epoch()) || from.number() > upTo.number()) {
      users.clear();
      upTo = from;
    }
  }

  /** A reader has passed all changes up to there. */
  synchronized void passed(Place place) {
    if (place.number() > upTo.number()) {
      upTo = place;
    }
  }

  /** Something changed for these users, other than a message. */
  synchronized void changed(Place at, Iterable<UserId> concerned) {
    if (!users.isEmpty()) {
      for (UserId user : concerned) {
        Known known = users.get(user);
        if (known != null && known.asOf < at.number()) {
          users.remove(user);
        }
      }
    }
  }

  /** Nobody's count is known any more. */
  synchronized void forget() {
    users.clear();
  }

  /** A message was sent. */
  synchronized void sent(Place at, Conversation in, Message message) {
    if (!users.isEmpty()) {
      for (UserId user : in.participants()) {
        Known known = users.get(user);
        if (known != null && !known.add(user, message, at.number())) {
          users.remove(user);
        }
      }
    }
  }

  /**
   * What each of them has not read of a conversation, and of all.
   *
   * @param isPlain whether a user's next message in it counts for their total, whatever came before
   * @param newest a place that the log had before the call
   */
  synchronized Map<UserId, Count> of(
      List<UserId> asked, ConversationId in, Predicate<UserId> isPlain, Instant now, Place newest) {
    Map<UserId, Count> counts = new HashMap<>();
    List<UserId> missing = asked.stream().filter(user -> !putKnown(user, in, counts)).toList();
    if (missing.isEmpty()) {
      return counts;
    }
    long before = head(in);
    missing.forEach(
        user ->
            counts.put(
                user, new Count(unread(user, in), history.unreadTotal(user, now).messages())));
    long head = head(in) == before ? before : NONE;
    keep(missing, in, user -> isPlain.test(user) ? head : NONE, counts, newest);
    return counts;
  }

  private void keep(
      Collection<UserId> missing,
      ConversationId in,
      ToLongFunction<UserId> head,
      Map<UserId, Count> counts,
      Place newest) {
    if (users.size() + missing.size() > MAX_USERS) {
      users.clear();
    }
    long nanos = nanoTime.getAsLong();
    for (UserId user : missing) {
      Count count = counts.getOrDefault(user, Count.NONE);
      users.put(user, new Known(in, newest.number(), nanos, head.applyAsLong(user), count));
    }
  }

  private boolean putKnown(UserId user, ConversationId in, Map<UserId, Count> counts) {
    Known known = users.get(user);
    if (known == null || nanoTime.getAsLong() - known.nanos > AGE.toNanos()) {
      return false;
    }
    boolean isOfThis = known.in.equals(in) && known.head != NONE;
    counts.put(user, isOfThis ? known.count : new Count(unread(user, in), known.count.total));
    return true;
  }

  private int unread(UserId user, ConversationId in) {
    return history.unread(user, Set.of(in)).getOrDefault(in, Unread.NONE).messages();
  }

  private long head(ConversationId in) {
    return history.heads(Set.of(in)).getOrDefault(in, Position.START).seq();
  }
}
