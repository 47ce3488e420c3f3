package io.messageservice.application.feed;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of the ordered stream of one conversation. It decides of each message that
 * is stored, whichever node stored it, whether it is delivered now; and what has to be read from
 * the store before anything else can be. A state machine without I/O, threads and time: {@link
 * Feeds} reads and delivers. One thread may call, the lane's.
 *
 * <pre>
 *             start(p)                offer(position + 1)
 *  UNKNOWN ──────────────▶ CURRENT ◀──────────────┐
 *     ▲                     │   ▲                 │ deliver, position + 1
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
 *   <li><b>Position</b>: everything up to it is delivered. It only grows, but for {@link #reset}.
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

  /** So many failures in a row are waited for by those who want an answer. */
  static final int PATIENT_FAILURES = 3;

  private static final long UNKNOWN = -1;
  private static final long NONE = -1;

  private final ConversationId id;
  private final Set<UserId> interest = new HashSet<>(2);

  private long position = UNKNOWN;

  /** The newest position that is known to be stored. */
  private long head;

  private final FeedAccess access = new FeedAccess();
  private final EarlyMessages early = new EarlyMessages();

  private final PendingAnswers waiting = new PendingAnswers();

  /** Users who take part only since a position that is not delivered yet. */
  private final Map<UserId, Long> newcomers = new HashMap<>(0);

  /** Whether a read is under way, or waits for its retry. */
  private boolean reading;

  /** The newest position that was known when the read under way began. */
  private long headAtRead;

  /** Whether what is missing is waited for before it is read. */
  private boolean awaitingGap;

  private int failures;
  private boolean quarantined;
  private long usedAt;
  private boolean removed;

  ConversationFeed(ConversationId id) {
    this.id = id;
  }

  ConversationId id() {
    return id;
  }

  boolean isStarted() {
    return position != UNKNOWN;
  }

  /** Everything up to it is delivered. Valid once this is started. */
  long position() {
    return position;
  }

  /** Delivery begins after this position, or with an earlier message that waits. */
  void start(long after) {
    if (!isStarted()) {
      position = Math.min(after, early.firstOr(after + 1) - 1);
      head = Math.max(head, after);
    }
  }

  /** Delivery begins with the first message that waits: nothing else is stored. */
  void startBeforeEarliest() {
    if (!early.isEmpty()) {
      start(early.firstOr(0) - 1);
    } else if (!waiting.isEmpty()) {
      start(waiting.firstOr(0));
    }
  }

  /** The message at this position is known to be stored. */
  void reaches(long seq) {
    head = Math.max(head, seq);
  }

  /**
   * The newest position that waits and was sent here, or that is waited for; none is before all
   * positions.
   */
  private long lastAnswer() {
    return Math.max(waiting.lastOr(NONE), early.lastOwnOr(NONE));
  }

  /** Decides of a message. One that waits is kept; one that is to be delivered counts as it. */
  Verdict offer(FeedMessage message) {
    if (isStarted() && message.seq() <= position) {
      return Verdict.DUPLICATE;
    }
    boolean hadGap = isIncomplete();
    access.require(message.accessVersion());
    head = Math.max(head, message.seq());
    if (isStarted()
        && message.seq() == position + 1
        && access.isCurrentFor(message.accessVersion())) {
      advance(message.seq());
      return Verdict.DELIVER;
    }
    early.keep(message);
    return hadGap || !isStarted() ? Verdict.EARLY : Verdict.GAP;
  }

  /** Takes the message that is next out of those that wait, if it is there. */
  Optional<FeedMessage> next() {
    Optional<FeedMessage> next =
        isStarted()
            ? early.at(position + 1).filter(first -> access.isCurrentFor(first.accessVersion()))
            : Optional.empty();
    next.ifPresent(message -> advance(message.seq()));
    return next;
  }

  /**
   * Takes a message from a page of the store: like {@link #offer}, but where the same message waits
   * here, it is that one which is delivered, with its answer. Empty where it is not next.
   */
  Optional<FeedMessage> fill(FeedMessage read) {
    if (read.seq() != position + 1) {
      return Optional.empty();
    }
    FeedMessage next = early.at(read.seq()).orElse(read);
    advance(read.seq());
    return Optional.of(next);
  }

  private void advance(long seq) {
    position = seq;
    head = Math.max(head, seq);
    early.removeUpTo(seq);
  }

  /** The conversation, with the participants who receive; null before they are known. */
  @Nullable Conversation known() {
    return access.known();
  }

  /** The conversation as it stands, or stood after a message that is about to be offered. */
  void learn(Conversation conversation) {
    access.learn(conversation);
  }

  /** What is known of the participants. */
  FeedAccess access() {
    return access;
  }

  /** The read under way found no such conversation. */
  void learnGone() {
    access.learnGone();
    endsAt(0);
  }

  /** Its participants may have changed. */
  void accessMayHaveChanged() {
    access.mayHaveChanged();
  }

  /** It may be another conversation by now, under the same id. */
  void forgetAccess() {
    access.forget();
  }

  /** Whether the user takes part, as far as is known for sure; true where it is not. */
  boolean mayTakePart(UserId user) {
    return access.mayTakePart(user);
  }

  /**
   * The user takes part since that position: where this begins earlier, for others, what comes
   * before it is not for them.
   */
  void joinedAfter(UserId user, long seq) {
    if (!isStarted()) {
      newcomers.put(user, seq);
    }
  }

  /** The conversation with those who receive the message at that position; null if unknown. */
  @Nullable Conversation receiversOf(long seq) {
    Conversation all = access.known();
    if (all != null && !newcomers.isEmpty()) {
      newcomers.values().removeIf(from -> from < seq);
      for (UserId user : newcomers.keySet()) {
        all = all.without(user);
      }
    }
    return all;
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
        && !reading;
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
  void whenAt(long seq, LongConsumer due, Consumer<Refusal> failed) {
    head = Math.max(head, seq);
    if (isStarted() && position >= seq && lastAnswer() <= position) {
      due.accept(position);
      return;
    }
    waiting.add(Math.max(seq, lastAnswer()), due, failed);
  }

  /** Has it done after all answers of this conversation that wait. */
  void afterAnswers(Runnable answer) {
    long last = lastAnswer();
    if (last == NONE) {
      answer.run();
    } else {
      whenAt(last, at -> answer.run(), refusal -> answer.run());
    }
  }

  /** Does what is due. */
  void doDue() {
    if (isStarted()) {
      waiting.doDue(position);
    }
  }

  /**
   * All that wait for an answer are refused, in order; own messages are delivered to their senders,
   * too.
   */
  void fail(Refusal refusal) {
    NavigableMap<Long, List<Consumer<Refusal>>> refused = new TreeMap<>();
    early.giveUpAnswers((at, failed) -> add(refused, at, failed));
    waiting.giveUp((at, failed) -> add(refused, at, failed));
    refused.values().forEach(some -> some.forEach(answer -> answer.accept(refusal)));
  }

  private static void add(
      NavigableMap<Long, List<Consumer<Refusal>>> all, long key, Consumer<Refusal> answer) {
    all.computeIfAbsent(key, at -> new ArrayList<>(1)).add(answer);
  }

  /** Whether something is missing that only the store has. */
  boolean isIncomplete() {
    return isStarted() && (position < head || access.isOld());
  }

  /** Whether the next message is missing. */
  boolean hasGap() {
    return isStarted() && position < head && early.firstOr(position + 2) > position + 1;
  }

  /** Whether a read is under way, or waits for its retry. */
  boolean isReading() {
    return reading;
  }

  /** What is missing is waited for; false where it is already. */
  boolean awaitGap() {
    boolean first = !awaitingGap;
    awaitingGap = true;
    return first;
  }

  void endAwait() {
    awaitingGap = false;
  }

  void beginRead() {
    reading = true;
    headAtRead = head;
    access.beginRead();
  }

  /**
   * A read ended.
   *
   * @return whether it brought something; otherwise the next one has to wait, as after a failure
   */
  boolean endRead(boolean broughtSomething) {
    if (broughtSomething) {
      reading = false;
      failures = 0;
      quarantined = false;
    } else {
      failures++;
    }
    return broughtSomething;
  }

  /**
   * A read failed; the next one has to wait. Nobody waits for it after some failures.
   *
   * @param undecodable whether what is stored cannot be understood: waiting does not help then
   */
  void failRead(boolean undecodable) {
    failures++;
    quarantined |= undecodable;
    if (isFailing()) {
      fail(refusal());
    }
  }

  /** How many reads in a row failed or brought nothing. */
  int failures() {
    return failures;
  }

  /** What answers waiting commands while it {@link #isFailing}. */
  Refusal refusal() {
    return quarantined ? Refusal.INTERNAL : Refusal.UNAVAILABLE;
  }

  /** Whether a message of it cannot be read, so far. */
  boolean isQuarantined() {
    return quarantined;
  }

  /** Whether nobody is to wait for this. */
  boolean isFailing() {
    return quarantined || failures >= PATIENT_FAILURES;
  }

  /** Whether what is still missing is missed by somebody on a node that shares the store. */
  boolean isNeeded() {
    return !interest.isEmpty() || !early.isEmpty() || !waiting.isEmpty();
  }

  /** Nobody needs what is missing. The next user who does begins again. */
  void giveUpReading() {
    boolean unused = endRead(true);
  }

  /**
   * The read under way found all that is stored, which ends before the head that was named when it
   * began: what others reported beyond it is forgotten, unless they report more since.
   */
  void endsAt(long stored) {
    if (head > headAtRead) {
      return;
    }
    head = Math.max(stored, position);
    early.removeReportedBeyond(head);
    access.settleAtKnown();
  }

  /** The store has another history: nothing that is known here holds. */
  void reset() {
    position = UNKNOWN;
    head = 0;
    access.reset();
    early.clear();
    newcomers.clear();
    reading = false;
    awaitingGap = false;
    failures = 0;
    quarantined = false;
  }
}
