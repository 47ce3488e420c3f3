package io.messageservice.application.feed;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
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

  /** The most messages of other nodes that wait. */
  static final int MAX_EARLY = 256;

  /** So many failures in a row are waited for by those who want an answer. */
  static final int PATIENT_FAILURES = 3;

  private static final long UNKNOWN = -1;
  private static final long NONE = -1;

  private final ConversationId id;

  /** Users with a connection on this node who take part. */
  private final Set<UserId> interest = new HashSet<>(2);

  private long position = UNKNOWN;

  /** The newest position that is known to be stored. */
  private long head;

  /** As it stood when its participants were looked at last. */
  private @Nullable Conversation known;

  /** The lowest access version that is good enough. */
  private long accessVersion;

  /** How often the participants may have changed by an unknown version. */
  private int doubts;

  /** How many of these doubts are settled. */
  private int settledDoubts;

  /** How many of them there were when the read under way began. */
  private int doubtsAtRead;

  private @Nullable NavigableMap<Long, FeedMessage> early;

  /** By the position that has to be reached. */
  private @Nullable NavigableMap<Long, Queue<Waiting>> waiting;

  /** Whether a read is under way, or waits for its retry. */
  private boolean reading;

  /** Whether what is missing is waited for before it is read. */
  private boolean awaitingGap;

  private int failures;
  private boolean quarantined;
  private long usedAt;

  ConversationFeed(ConversationId id) {
    this.id = id;
  }

  ConversationId id() {
    return id;
  }

  // ---------------------------------------------------------------- position

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
      position = early == null ? after : Math.min(after, early.firstKey() - 1);
      head = Math.max(head, after);
    }
  }

  /** Delivery begins with the first message that waits: nothing else is stored. */
  void startBeforeEarliest() {
    if (early != null) {
      start(early.firstKey() - 1);
    } else if (waiting != null) {
      start(waiting.firstKey());
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
    long last = waiting == null ? NONE : waiting.lastKey();
    if (early != null) {
      for (Map.Entry<Long, FeedMessage> next : early.descendingMap().entrySet()) {
        if (next.getValue().own().isPresent()) {
          return Math.max(last, next.getKey());
        }
      }
    }
    return last;
  }

  // ---------------------------------------------------------------- messages

  /** Decides of a message. One that waits is kept; one that is to be delivered counts as it. */
  Verdict offer(FeedMessage message) {
    if (isStarted() && message.seq() <= position) {
      return Verdict.DUPLICATE;
    }
    accessVersion = Math.max(accessVersion, message.accessVersion());
    boolean hadGap = isIncomplete();
    head = Math.max(head, message.seq());
    if (isStarted() && message.seq() == position + 1 && isAccessKnown(message)) {
      advance(message.seq());
      return Verdict.DELIVER;
    }
    keep(message);
    return hadGap || !isStarted() ? Verdict.EARLY : Verdict.GAP;
  }

  /** Takes the message that is next out of those that wait, if it is there. */
  Optional<FeedMessage> next() {
    FeedMessage next = early == null || !isStarted() ? null : early.get(position + 1);
    if (next == null || !isAccessKnown(next)) {
      return Optional.empty();
    }
    advance(next.seq());
    return Optional.of(next);
  }

  /**
   * Takes a message from a page of the store: like {@link #offer}, but where the same message waits
   * here, it is that one which is delivered, with its answer. Empty where it is not next.
   */
  Optional<FeedMessage> fill(FeedMessage read) {
    if (read.seq() != position + 1) {
      return Optional.empty();
    }
    FeedMessage mine = early == null ? null : early.get(read.seq());
    advance(read.seq());
    return Optional.of(mine == null ? read : mine);
  }

  private void advance(long seq) {
    position = seq;
    head = Math.max(head, seq);
    if (early != null) {
      early.headMap(seq, true).clear();
      early = early.isEmpty() ? null : early;
    }
  }

  /** What this node stored is kept before what others report of it: its sender is answered. */
  private void keep(FeedMessage message) {
    NavigableMap<Long, FeedMessage> kept = early == null ? new TreeMap<>() : early;
    early = kept;
    if (message.own().isPresent()) {
      kept.put(message.seq(), message);
    } else if (kept.size() < MAX_EARLY) {
      kept.putIfAbsent(message.seq(), message);
    }
  }

  private boolean isAccessKnown(FeedMessage message) {
    Conversation now = known;
    return now != null
        && settledDoubts == doubts
        && now.accessVersion() >= Math.max(message.accessVersion(), 1);
  }

  // ---------------------------------------------------------------- access

  /** The conversation, with the participants who receive; null before they are known. */
  @Nullable Conversation known() {
    return known;
  }

  /** The conversation as it stands, or stood after a message that is about to be offered. */
  void learn(Conversation conversation) {
    known = conversation;
    settledDoubts = doubts;
  }

  /** The conversation as the read under way found it: what is doubted since then still is. */
  void learnRead(Conversation conversation) {
    known = conversation;
    settledDoubts = doubtsAtRead;
  }

  /** Its participants may have changed. */
  void doubtAccess() {
    doubts++;
  }

  /** It may be another conversation by now, under the same id. */
  void forgetAccess() {
    known = null;
    accessVersion = 0;
    doubts++; // a read that is under way may have seen the former one
  }

  /** Whether the user takes part, as far as is known for sure; true where it is not. */
  boolean mayTakePart(UserId user) {
    Conversation now = known;
    return now == null || settledDoubts != doubts || now.has(user);
  }

  // ---------------------------------------------------------------- interest

  /** Users with a connection on this node who take part. */
  Set<UserId> interest() {
    return interest;
  }

  /** Whether nobody needs this since that time. */
  boolean isIdleSince(long nanos) {
    return interest.isEmpty()
        && usedAt - nanos <= 0
        && early == null
        && waiting == null
        && !reading;
  }

  /** It is used at this time, in monotonic nanoseconds. */
  void usedAt(long nanos) {
    usedAt = nanos;
  }

  // ---------------------------------------------------------------- what waits for a position

  /** Something that is due once a position is reached. */
  private record Waiting(LongConsumer due, Consumer<Refusal> failed) {}

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
    long at = Math.max(seq, lastAnswer());
    NavigableMap<Long, Queue<Waiting>> all = waiting == null ? new TreeMap<>() : waiting;
    waiting = all;
    all.computeIfAbsent(at, key -> new ArrayDeque<>(2)).add(new Waiting(due, failed));
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
    while (waiting != null && isStarted() && waiting.firstKey() <= position) {
      for (Waiting next : take()) {
        next.due().accept(position);
      }
    }
  }

  private Queue<Waiting> take() {
    NavigableMap<Long, Queue<Waiting>> all = waiting;
    if (all == null) {
      return new ArrayDeque<>(0);
    }
    Queue<Waiting> first = all.pollFirstEntry().getValue();
    waiting = all.isEmpty() ? null : all;
    return first;
  }

  /**
   * Whoever waits for an answer is refused, in order; own messages are delivered to their senders,
   * too.
   */
  void fail(Refusal refusal) {
    NavigableMap<Long, List<Consumer<Refusal>>> refused = new TreeMap<>();
    if (early != null) {
      for (Map.Entry<Long, FeedMessage> next : early.entrySet()) {
        next.getValue().own().ifPresent(own -> add(refused, next.getKey(), own.failed()));
        next.setValue(next.getValue().answered());
      }
      trim(early);
    }
    while (waiting != null) {
      long key = waiting.firstKey();
      take().forEach(next -> add(refused, key, next.failed()));
    }
    refused.values().forEach(some -> some.forEach(answer -> answer.accept(refusal)));
  }

  private static void add(
      NavigableMap<Long, List<Consumer<Refusal>>> all, long key, Consumer<Refusal> answer) {
    all.computeIfAbsent(key, at -> new ArrayList<>(1)).add(answer);
  }

  private static void trim(NavigableMap<Long, FeedMessage> kept) {
    while (kept.size() > MAX_EARLY) {
      kept.pollLastEntry();
    }
  }

  // ---------------------------------------------------------------- reading the store

  /** Whether something is missing that only the store has. */
  boolean isIncomplete() {
    return isStarted() && (position < head || isAccessOld());
  }

  /** Whether the next message is missing. */
  boolean hasGap() {
    return isStarted() && position < head && (early == null || early.firstKey() > position + 1);
  }

  private boolean isAccessOld() {
    Conversation now = known;
    return settledDoubts != doubts || (now != null && now.accessVersion() < accessVersion);
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
    doubtsAtRead = doubts;
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
   * A read failed; the next one has to wait.
   *
   * @param undecodable whether what is stored cannot be understood: waiting does not help then
   */
  void failRead(boolean undecodable) {
    failures++;
    quarantined |= undecodable;
  }

  /** How many reads in a row failed or brought nothing. */
  int failures() {
    return failures;
  }

  /** Whether nobody is to wait for this. */
  boolean isFailing() {
    return quarantined || failures >= PATIENT_FAILURES;
  }

  /**
   * The store read as far as it goes, and has nothing up to the head that was named: what others
   * reported beyond it is forgotten.
   */
  void endsAt(long stored) {
    head = Math.max(stored, position);
    if (early != null) {
      Iterator<FeedMessage> beyond = early.tailMap(head, false).values().iterator();
      while (beyond.hasNext()) {
        if (beyond.next().own().isEmpty()) {
          beyond.remove();
        }
      }
      early = early.isEmpty() ? null : early;
    }
    accessVersion = known == null ? 0 : known.accessVersion();
  }

  /** The store has another history: nothing that is known here holds. */
  void reset() {
    position = UNKNOWN;
    head = 0;
    known = null;
    accessVersion = 0;
    settledDoubts = doubts;
    early = null;
    reading = false;
    awaitingGap = false;
    failures = 0;
    quarantined = false;
  }

  String debug() {
    return id
        + " pos "
        + position
        + " head "
        + head
        + " known "
        + known
        + " av "
        + accessVersion
        + " doubts "
        + doubts
        + "/"
        + settledDoubts
        + " reading "
        + reading
        + " await "
        + awaitingGap
        + " fail "
        + failures
        + " early "
        + (early == null ? "" : early.keySet())
        + " waiting "
        + (waiting == null ? "" : waiting.keySet())
        + " interest "
        + interest;
  }
}
