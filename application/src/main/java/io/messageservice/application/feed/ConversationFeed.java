package io.messageservice.application.feed;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the ordered stream of one conversation. It decides of each message that
 * is stored, and of each change of one, whichever node stored it, whether it is delivered now; and
 * what has to be read from the store before anything else can be. A state machine without I/O,
 * threads and time: {@link Feeds} reads and delivers. One thread may call, the lane's.
 *
 * <pre>
 *             start(p)                offer(what follows)
 *  UNKNOWN ──────────────▶ CURRENT ◀──────────────┐
 *     ▲                     │   ▲                 │ deliver, position moves on
 *     │ reset               │   └─────────────────┘
 *     │                     │ a message behind a gap, a later head, a later access version
 *     │                     ▼
 *     └──────────────── INCOMPLETE ── read ──▶ what was missing is delivered ──▶ CURRENT
 *                           │  ▲
 *              read failed  ▼  │ the next read succeeds
 *                         FAILING   own messages are answered with a refusal after some failures,
 *                                   or at once where the message cannot be decoded (quarantine)
 * </pre>
 *
 * <ul>
 *   <li><b>Position</b>: everything up to it is delivered, the messages up to its {@code seq} and
 *       the changes of these up to its {@code rev}; of a message that changed more than once
 *       perhaps only the last state. It only grows, but for {@link #reset}. What is next is known
 *       by where the conversation stood before it.
 *   <li><b>Access version</b>: a message names the version of the participants after it. A feed
 *       that knows an older one reads the conversation before it delivers.
 *   <li><b>Interest</b>: users with a connection here who take part. Without any, the feed is
 *       removed after a while.
 *   <li><b>Early messages</b> wait for what is missing before them, here and nowhere else: other
 *       feeds go on. Those of other nodes are bounded: what is dropped is read again.
 *   <li><b>Answers</b> to own messages stand in the place of the message; answers of other commands
 *       in the conversation, and joins, wait for the position that they depend on.
 * </ul>
 */
final class ConversationFeed {

  /** What becomes of a message. */
  enum Verdict {
    /** It is next, and the feed now counts it as delivered. */
    DELIVER,
    /** It was delivered before. */
    DUPLICATE,
    /** It waits for what is known to be missing. */
    EARLY,
    /** It waits, and shows that something is missing: the store has to be read. */
    GAP
  }

  private final ConversationId id;
  private final Set<UserId> interest = new HashSet<>(2);

  /** Null before this is started. */
  private @Nullable Position position;

  /** The furthest position that is known to be stored. */
  private Position head = Position.START;

  private final FeedAccess access = new FeedAccess();
  private final EarlyMessages early = new EarlyMessages();

  private final PendingAnswers waiting = new PendingAnswers();

  private final FeedReading reading = new FeedReading();
  private long usedAt;
  private boolean removed;

  ConversationFeed(ConversationId id) {
    this.id = id;
  }

  ConversationId id() {
    return id;
  }

  boolean isStarted() {
    return position != null;
  }

  /** Everything up to it is delivered. Valid once this is started. */
  Position position() {
    return Objects.requireNonNull(position, "not started");
  }

  /** Delivery begins after this position, or with an earlier message that waits. */
  void start(Position after) {
    if (!isStarted()) {
      Position first = early.first().map(FeedMessage::before).orElse(after);
      position = first.compareTo(after) < 0 ? first : after;
      head = head.max(after);
    }
  }

  /** Delivery begins with the first message that waits: nothing else is stored. */
  void startBeforeEarliest() {
    Position first = early.first().map(FeedMessage::before).orElse(waiting.first());
    if (first != null) {
      start(first);
    }
  }

  /** What led to this position is known to be stored. */
  void reaches(Position stored) {
    head = head.max(stored);
  }

  /** The furthest position that an answer waits for; null where none waits. */
  private @Nullable Position lastAnswer() {
    return later(waiting.last(), early.lastOwn());
  }

  private static @Nullable Position later(@Nullable Position one, @Nullable Position other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Decides of a message. One that waits is kept; one that is to be delivered counts as it. */
  Verdict offer(FeedMessage message) {
    Position reached = position;
    if (reached != null && message.isUpTo(reached)) {
      return Verdict.DUPLICATE;
    }
    boolean hadGap = isIncomplete();
    access.require(message.accessVersion());
    head = head.max(message.position());
    if (isNext(message)) {
      advance(message.position(), message);
      return Verdict.DELIVER;
    }
    early.keep(message);
    return hadGap || reached == null ? Verdict.EARLY : Verdict.GAP;
  }

  /** Takes the message that is next out of those that wait, if it is there. */
  Optional<FeedMessage> next() {
    return next(this::isNext);
  }

  /** As above, where the participants were read in that version, though they may have changed. */
  Optional<FeedMessage> next(long version) {
    return next(message -> follows(message) && message.accessVersion() <= version);
  }

  private Optional<FeedMessage> next(Predicate<FeedMessage> isNext) {
    Position reached = position;
    if (reached == null || early.isEmpty()) {
      return Optional.empty();
    }
    Optional<FeedMessage> next = early.at(reached.rev() + 1).filter(isNext);
    next.ifPresent(message -> advance(message.position(), message));
    return next;
  }

  private boolean isNext(FeedMessage message) {
    return follows(message) && access.isCurrentFor(message.accessVersion());
  }

  private boolean follows(FeedMessage message) {
    return message.before().equals(position);
  }

  /**
   * Takes a message, or a change of an earlier one, from a page of the store, which shows all that
   * follows the position, if perhaps only the last of several states: changes of earlier messages
   * first, then messages. It is to be delivered, then {@link #filled}.
   *
   * @return the same message where it was sent here and waits: its answer stands in the place of
   *     what was read
   */
  Optional<FeedMessage> fill(FeedMessage read) {
    Optional<FeedMessage> own =
        read.isMessage()
            ? early.message(read.position().seq()).filter(each -> each.own().isPresent())
            : Optional.empty();
    own.ifPresent(waits -> advance(position().max(waits.before()), waits));
    return own;
  }

  /** What was read is delivered. */
  void filled(FeedMessage read) {
    early.message(read.position().seq()).filter(own -> read.isMessage()).ifPresent(early::remove);
    advance(position().max(read.position()), null);
  }

  /** Everything up to there is delivered: what the store showed was all. */
  void filledUpTo(Position stored) {
    if (!position().covers(stored)) {
      advance(position().max(stored), null);
    }
  }

  private void advance(Position reached, @Nullable FeedMessage delivered) {
    position = reached;
    head = head.max(reached);
    for (FeedMessage each : early.removeUpTo(reached)) {
      if (!each.equals(delivered)) {
        waiting.pass(each);
      }
    }
  }

  /** What is known of the participants. */
  FeedAccess access() {
    return access;
  }

  /** The read under way found no such conversation. */
  void learnGone() {
    access.learnGone();
    endsAt(Position.START);
  }

  /**
   * The user takes part since that position: where this begins earlier, for others, what comes
   * before it is not for them.
   */
  void joinedAfter(UserId user, Position at) {
    if (!isStarted()) {
      access.joinedAfter(user, at);
    }
  }

  /** Users with a connection on this node who take part. */
  Set<UserId> interest() {
    return interest;
  }

  /** Whether nobody needs this since that time. */
  boolean isIdleSince(long nanos) {
    return interest.isEmpty()
        && usedAt - nanos <= 0
        && early.isEmpty()
        && waiting.isEmpty()
        && !reading.isUnderWay();
  }

  /** Nobody needs it, and what is still read for it is of no interest. */
  void remove() {
    removed = true;
  }

  boolean isRemoved() {
    return removed;
  }

  /** It is used at this time, in monotonic nanoseconds. */
  void usedAt(long nanos) {
    usedAt = nanos;
  }

  /**
   * Has it done once everything up to that position is delivered, after what waited before.
   *
   * @param due is given the position by then
   */
  void whenAt(Position at, Consumer<Position> due, Consumer<Refusal> failed) {
    head = head.max(at);
    Position last = lastAnswer();
    Position reached = position;
    if (reached != null && reached.covers(at) && (last == null || reached.covers(last))) {
      due.accept(reached);
      return;
    }
    waiting.add(last == null || last.compareTo(at) < 0 ? at : last, due, failed);
  }

  /** Has it done after all answers of this conversation that wait. */
  void afterAnswers(Runnable answer) {
    Position last = lastAnswer();
    if (last == null) {
      answer.run();
    } else {
      whenAt(last, at -> answer.run(), refusal -> answer.run());
    }
  }

  /** Does what is due. */
  void doDue() {
    if (position != null) {
      waiting.doDue(position);
    }
  }

  /**
   * All that wait for an answer are refused, in order; own messages are delivered to their senders,
   * too.
   */
  void fail(Refusal refusal) {
    NavigableMap<Position, List<Consumer<Refusal>>> refused = new TreeMap<>();
    early.giveUpAnswers((at, failed) -> add(refused, at, failed));
    waiting.giveUp((at, failed) -> add(refused, at, failed));
    refused.values().forEach(some -> some.forEach(answer -> answer.accept(refusal)));
  }

  private static void add(
      NavigableMap<Position, List<Consumer<Refusal>>> all, Position key, Consumer<Refusal> answer) {
    all.computeIfAbsent(key, at -> new ArrayList<>(1)).add(answer);
  }

  /** Whether something is missing that only the store has. */
  boolean isIncomplete() {
    return position != null && (!position.covers(head) || access.isOld());
  }

  /** Whether the next message is missing. */
  boolean hasGap() {
    Position reached = position;
    return reached != null
        && !reached.covers(head)
        && early.first().filter(first -> first.before().equals(reached)).isEmpty();
  }

  /** The reads of what is missing. */
  FeedReading reading() {
    return reading;
  }

  /** A read of what is missing begins. */
  void beginRead() {
    reading.begin(head);
    access.beginRead();
  }

  /** As {@link FeedReading#failed}; where nobody is to wait for it, all that wait are refused. */
  void failRead(boolean undecodable) {
    reading.failed(undecodable);
    if (reading.isFailing()) {
      fail(reading.refusal());
    }
  }

  /** Whether what is still missing is missed by somebody on a node that shares the store. */
  boolean isNeeded() {
    return !interest.isEmpty() || !early.isEmpty() || !waiting.isEmpty();
  }

  /**
   * The read under way found all that is stored, which ends before the head that was named when it
   * began: what others reported beyond it is forgotten, unless they report more since.
   */
  void endsAt(Position stored) {
    if (!reading.hasSeen(head)) {
      return;
    }
    head = stored.max(position());
    early.removeReportedBeyond(head);
    access.settleAtKnown();
  }

  /** The store has another history: nothing that is known here holds. */
  void reset() {
    position = null;
    head = Position.START;
    access.reset();
    early.clear();
    reading.reset();
  }
}
