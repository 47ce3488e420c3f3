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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What users have not read, kept up to date by the changes that readers of the log pass: the next
 * message of a group costs an addition for each of its users and no read of the store. After any
 * other change the counts of its users are forgotten. Mutings and hidings stand in no log, so a
 * count may be {@link #AGE} old.
 *
 * <p>A count is that of a place in the log. It is read between two looks at the end of the log: it
 * has the changes up to the first, and none after the second. A change in between makes the count
 * uncertain: it is forgotten.
 *
 * <p>Any thread that may block may call. The lock guards everything, and is held while the store is
 * asked.
 */
final class KnownUnread {

  private static final Duration AGE = Duration.ofSeconds(10);

  /** The most counts that are kept, of totals and of conversations. */
  private static final int MAX_COUNTS = 200_000;

  /**
   * Users that are counted between two looks at the end of the log: few, so that little happens.
   */
  private static final int AT_ONCE = 32;

  private final History history;
  private final Supplier<Place> newest;
  private final LongSupplier nanoTime;
  private final Map<UserId, Total> totals = new HashMap<>();
  private final Map<ConversationId, Map<UserId, Part>> parts = new HashMap<>();
  private int counted;

  /** All changes up to there were passed since the first of these counts. */
  private Place upTo = Place.OLDEST;

  KnownUnread(History history, Supplier<Place> newest, LongSupplier nanoTime) {
    this.history = history;
    this.newest = newest;
    this.nanoTime = nanoTime;
  }

  /** What a user has not read of a conversation, and of all. */
  record Count(int unread, int total) {

    static final Count NONE = new Count(0, 0);
  }

  /** Messages of all conversations of a user. */
  private static final class Total {
    private int messages;

    /** Every change before this number is in it. */
    private long from;

    /** Of the change of that number, messages up to this position are. */
    private long seq = Long.MAX_VALUE;

    /** No change after this number is. */
    private long to;

    private final long nanos;

    /** Whether it is still that of the user. */
    private boolean isKnown = true;

    Total(int messages, long from, long to, long nanos) {
      this.messages = messages;
      this.from = from;
      this.to = to;
      this.nanos = nanos;
    }

    boolean has(long number, long position) {
      return number < from || (number == from && position <= seq);
    }

    /** False where it is not certain any more. */
    boolean add(long number, long position, boolean isPlain) {
      boolean isNext = number > to || (number == from && from == to);
      if (isNext && isPlain) {
        messages = Math.min(UnreadTotal.MAX_MESSAGES, messages + 1);
        from = number;
        seq = position;
        to = number;
      }
      return isNext && isPlain;
    }
  }

  /** Messages of one conversation that a user has not read. */
  private static final class Part {
    private int messages;

    /** The position up to which they are counted. */
    private long head;

    /** Of the user, as long as it is known: saves looking for it. */
    private Total total;

    Part(int messages, long head, Total total) {
      this.messages = messages;
      this.head = head;
      this.total = total;
    }

    /** False where it is not certain any more. */
    boolean add(long position, boolean isCounted) {
      if (position == head + 1) {
        messages = Math.min(History.MAX_UNREAD, messages + (isCounted ? 1 : 0));
        head = position;
      }
      return position <= head;
    }
  }

  /** A reader goes on from there; changes before that may be missing in counts. */
  synchronized void goOn(Place from) {
    if (!from.epoch().equals(upTo.epoch()) || from.number() > upTo.number()) {
      forget();
      upTo = from;
    }
  }

  /** A reader has passed all changes up to there. */
  synchronized void passed(Place place) {
    if (place.number() > upTo.number()) {
      upTo = place;
    }
  }

  /** Nothing is known any more. */
  synchronized void forget() {
    totals.clear();
    parts.clear();
    counted = 0;
  }

  /** Something changed in a conversation for these users, other than a message. */
  synchronized void changed(Place at, ConversationId in, Iterable<UserId> concerned) {
    Map<UserId, Part> part = parts.getOrDefault(in, new HashMap<>());
    for (UserId user : concerned) {
      part.remove(user);
      Total total = totals.get(user);
      if (total != null && !total.has(at.number(), Long.MAX_VALUE)) {
        forget(user, total);
      }
    }
  }

  private void forget(UserId user, Total total) {
    total.isKnown = false;
    totals.remove(user);
  }

  /**
   * A message was sent.
   *
   * @param isPlain whether what is in the conversation counts for a user's total, whatever it is
   */
  synchronized void sent(Place at, Conversation in, Message message, Predicate<UserId> isPlain) {
    Map<UserId, Part> part = parts.getOrDefault(in.id(), new HashMap<>());
    boolean isOfNobody = message.isDeleted() || message.attributes().isSystem();
    for (UserId user : in.participants()) {
      boolean isCounted = !isOfNobody && !message.sender().equals(user);
      Part known = part.get(user);
      if (known != null && !known.add(message.seq(), isCounted)) {
        part.remove(user);
      }
      Total total = isCounted ? total(user, known) : null;
      if (total != null
          && !total.has(at.number(), message.seq())
          && !total.add(at.number(), message.seq(), isPlain.test(user))) {
        forget(user, total);
      }
    }
  }

  private @Nullable Total total(UserId user, @Nullable Part part) {
    if (part == null || !part.total.isKnown) {
      Total total = totals.get(user);
      if (part != null && total != null) {
        part.total = total;
      }
      return total;
    }
    return part.total;
  }

  /** What each of them has not read of a conversation, and of all, in their order. */
  synchronized List<Count> of(List<UserId> users, ConversationId in, Instant now) {
    List<Count> counts = new ArrayList<>(users.size());
    List<Integer> missing = new ArrayList<>();
    Map<UserId, Part> part = parts.getOrDefault(in, new HashMap<>());
    long oldest = nanoTime.getAsLong() - AGE.toNanos();
    for (UserId user : users) {
      Part known = part.get(user);
      Total total = known == null ? null : total(user, known);
      if (known == null || total == null || total.nanos - oldest < 0) {
        missing.add(counts.size());
        counts.add(Count.NONE);
      } else {
        counts.add(new Count(known.messages, total.messages));
      }
    }
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      List<Integer> some = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
      List<Count> counted = count(some.stream().map(users::get).toList(), in, now);
      for (int i = 0; i < some.size(); i++) {
        counts.set(some.get(i), counted.get(i));
      }
    }
    return counts;
  }

  private List<Count> count(List<UserId> users, ConversationId in, Instant now) {
    long from = newest.get().number();
    long head = head(in);
    List<Count> counts = new ArrayList<>(users.size());
    for (UserId user : users) {
      int unread = history.unread(user, Set.of(in)).getOrDefault(in, Unread.NONE).messages();
      counts.add(new Count(unread, history.unreadTotal(user, now).messages()));
    }
    boolean isOfHead = head(in) == head;
    long to = newest.get().number();
    if (counted > MAX_COUNTS) {
      forget();
    }
    counted += users.size();
    Map<UserId, Part> part = parts.computeIfAbsent(in, id -> new HashMap<>());
    for (int i = 0; i < users.size(); i++) {
      Total total = new Total(counts.get(i).total, from, to, nanoTime.getAsLong());
      Total before = totals.put(users.get(i), total);
      if (before != null) {
        before.isKnown = false;
      }
      if (isOfHead) {
        part.put(users.get(i), new Part(counts.get(i).unread, head, total));
      }
    }
    return counts;
  }

  private long head(ConversationId in) {
    return history.heads(Set.of(in)).getOrDefault(in, Position.START).seq();
  }
}
