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
 * What users have not read, kept up by the changes that readers of the log pass: the next message
 * of a group costs an addition for each of its users and no look into the store. Any other change
 * has those forgotten whom it concerns. Mutings and hidings stand in no log: what is known may be
 * {@link #AGE} old.
 *
 * <p>A count holds as of a place of the log. It is read between two looks at the end of the log:
 * changes up to the first are in it, changes after the second are not, and one in between has it
 * forgotten.
 *
 * <p>Any thread that may block may call. The lock guards everything, and is held while the store is
 * asked.
 */
final class KnownUnread {

  private static final Duration AGE = Duration.ofSeconds(10);

  /** The most counts that are kept, of totals and of conversations. */
  private static final int MAX_COUNTS = 200_000;

  /** So few users are counted between two looks at the end of the log that little comes between. */
  private static final int AT_ONCE = 32;

  private final History history;
  private final Supplier<Place> newest;
  private final LongSupplier nanoTime;
  private final Map<UserId, Total> totals = new HashMap<>();
  private final Map<ConversationId, Map<UserId, Part>> parts = new HashMap<>();
  private int counted;

  /** Up to where changes were passed, without a hole since anything here was counted. */
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

  /**
   * Messages of all conversations.
   *
   * @param from every change before this number is in it
   * @param seq of the change of that number, messages up to this position are
   * @param to no change after this number is
   */
  private record Total(int messages, long from, long seq, long to, long nanos) {

    boolean has(long number, long position) {
      return number < from || (number == from && position <= seq);
    }

    Total with(long number, long position) {
      int more = Math.min(UnreadTotal.MAX_MESSAGES, messages + 1);
      return new Total(more, number, position, number, nanos);
    }
  }

  /**
   * Messages of one conversation.
   *
   * @param head the position up to which they are counted
   */
  private record Part(int messages, long head) {

    Part next(boolean isCounted) {
      return new Part(Math.min(History.MAX_UNREAD, messages + (isCounted ? 1 : 0)), head + 1);
    }
  }

  /** A reader goes on from there; what no reader has passed may be missing in any count. */
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
        totals.remove(user);
      }
    }
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
      part.computeIfPresent(user, (id, known) -> after(known, message.seq(), isCounted));
      if (isCounted) {
        totals.computeIfPresent(
            user, (id, known) -> after(known, at.number(), message.seq(), isPlain.test(user)));
      }
    }
  }

  private static @Nullable Part after(Part known, long seq, boolean isCounted) {
    if (seq <= known.head) {
      return known;
    }
    return seq == known.head + 1 ? known.next(isCounted) : null;
  }

  private static @Nullable Total after(Total known, long number, long seq, boolean isPlain) {
    if (known.has(number, seq)) {
      return known;
    }
    boolean isNext = number > known.to || (number == known.from && known.from == known.to);
    return isNext && isPlain ? known.with(number, seq) : null;
  }

  /** What each of them has not read of a conversation, and of all. */
  synchronized Map<UserId, Count> of(List<UserId> users, ConversationId in, Instant now) {
    Map<UserId, Count> counts = new HashMap<>();
    List<UserId> missing = new ArrayList<>();
    Map<UserId, Part> part = parts.getOrDefault(in, new HashMap<>());
    long oldest = nanoTime.getAsLong() - AGE.toNanos();
    for (UserId user : users) {
      Total total = totals.get(user);
      Part known = part.get(user);
      if (total != null && known != null && total.nanos - oldest >= 0) {
        counts.put(user, new Count(known.messages, total.messages));
      } else {
        missing.add(user);
      }
    }
    for (int from = 0; from < missing.size(); from += AT_ONCE) {
      count(missing.subList(from, Math.min(missing.size(), from + AT_ONCE)), in, now, counts);
    }
    return counts;
  }

  private void count(
      List<UserId> users, ConversationId in, Instant now, Map<UserId, Count> counts) {
    long from = newest.get().number();
    long head = head(in);
    for (UserId user : users) {
      int unread = history.unread(user, Set.of(in)).getOrDefault(in, Unread.NONE).messages();
      counts.put(user, new Count(unread, history.unreadTotal(user, now).messages()));
    }
    boolean isOfHead = head(in) == head;
    long to = newest.get().number();
    if (counted > MAX_COUNTS) {
      forget();
    }
    counted += users.size();
    for (UserId user : users) {
      Count count = counts.getOrDefault(user, Count.NONE);
      totals.put(user, new Total(count.total, from, Long.MAX_VALUE, to, nanoTime.getAsLong()));
      if (isOfHead) {
        parts.computeIfAbsent(in, id -> new HashMap<>()).put(user, new Part(count.unread, head));
      }
    }
  }

  private long head(ConversationId in) {
    return history.heads(Set.of(in)).getOrDefault(in, Position.START).seq();
  }
}
