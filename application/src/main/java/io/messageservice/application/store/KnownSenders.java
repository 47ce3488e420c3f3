package io.messageservice.application.store;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.user.UserId;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;

/**
 * Who sent the newest messages of conversations that were asked for, and what is unread by it.
 * Everybody who joins a conversation asks for that: the first to ask reads up to a few thousand
 * senders, the others only those that were sent since. A message changes neither its sender nor its
 * type, so what is kept is never wrong as long as a key names the same conversation; it may end
 * before the head. How many of the messages are deleted is asked each time that something may be
 * unread.
 *
 * <p>What is kept is bounded by the maps. Any thread may call.
 *
 * @param <K> names a conversation
 */
public final class KnownSenders<K> {

  /** Several users have sent something, which is never undone. */
  public static final long SEVERAL = Long.MAX_VALUE;

  /** What a map of senders may hold together, by {@link #WEIGHT}: about 100 bytes each. */
  public static final int MAX_WEIGHT = 100_000;

  /** What the senders of one conversation weigh. */
  public static final ToIntFunction<SenderRuns> WEIGHT = runs -> runs.count() + 1;

  /** How many conversations a map of sole senders may hold: two numbers each. */
  public static final int MAX_SOLE = 200_000;

  /** The fewest and the most messages whose senders are read at once. */
  private static final int MIN_STEP = 64;

  private static final int MAX_STEP = 4_096;

  private final ConcurrentMap<K, SenderRuns> known;

  /** Up to which position nobody but the sender of the first message has sent anything. */
  private final ConcurrentMap<K, Long> sole;

  /** With two empty maps that drop what is used least. */
  public KnownSenders(ConcurrentMap<K, SenderRuns> known, ConcurrentMap<K, Long> sole) {
    this.known = known;
    this.sole = sole;
  }

  /**
   * How many messages others sent after {@code readUpTo} and up to the head that are neither
   * deleted nor of the system, up to {@link History#MAX_UNREAD}.
   *
   * @param source reads what is not known
   */
  public <X extends Exception> int unread(
      K conversation, long head, UserId reader, long readUpTo, Source<X> source) throws X {
    if (readUpTo >= head) {
      return 0;
    }
    long deleted = source.deletedOfOthers(reader, readUpTo + 1, head);
    long most = History.MAX_UNREAD + deleted;
    SenderRuns before = upTo(conversation, head, source);
    SenderRuns runs = before;
    long count = runs.others(reader.value(), readUpTo, most);
    while (count < most && runs.from() > readUpTo + 1) {
      runs = longer(runs, head, source);
      count = runs.others(reader.value(), readUpTo, most);
    }
    if (runs != before) {
      keep(conversation, runs);
    }
    return (int) (count - deleted);
  }

  /**
   * The position up to which only the sender of the first message is known to have sent anything: 0
   * where nothing is known, {@link #SEVERAL} where somebody else has.
   */
  public long soleUpTo(K conversation) {
    return sole.getOrDefault(conversation, 0L);
  }

  /** Notes it unless more is known. */
  public void putSole(K conversation, long upTo) {
    sole.merge(conversation, upTo, Math::max);
  }

  /** What is known of the messages up to the head, none of those after it. */
  private <X extends Exception> SenderRuns upTo(K conversation, long head, Source<X> source)
      throws X {
    SenderRuns found = known.get(conversation);
    if (found == null || head - found.to() > MAX_STEP) {
      return SenderRuns.unknown(head);
    }
    if (found.to() >= head) {
      return found.upTo(head);
    }
    SenderRuns upToHead = found.then(source.read(found.to() + 1, head));
    keep(conversation, upToHead);
    return upToHead;
  }

  private static <X extends Exception> SenderRuns longer(
      SenderRuns runs, long head, Source<X> source) throws X {
    long has = head - runs.from() + 1;
    long step = Math.min(MAX_STEP, Math.max(MIN_STEP, has));
    long to = runs.from() - 1;
    return source.read(Math.max(1, to - step + 1), to).then(runs);
  }

  /** Keeps them unless newer ones are known. */
  private void keep(K conversation, SenderRuns runs) {
    known.merge(conversation, runs.newest(), (old, now) -> old.to() > now.to() ? old : now);
  }

  /** Where it is read who sent what, and what is deleted. */
  public interface Source<X extends Exception> {

    /**
     * Who sent the messages at these positions; none is missing. Those of the system are {@link
     * SenderRuns#NOBODY nobody's}.
     */
    SenderRuns read(long from, long to) throws X;

    /**
     * How many of the messages at these positions others than the reader sent and are deleted, but
     * for those of the system.
     */
    long deletedOfOthers(UserId reader, long from, long to) throws X;
  }
}
