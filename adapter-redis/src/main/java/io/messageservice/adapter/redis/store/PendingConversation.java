package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.StoreAnswers.Personal;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.adapter.redis.store.format.PositionIds;
import io.messageservice.adapter.redis.store.log.PendingEvents;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.store.LoggedEvents;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as a batch makes it: as it was seen, what decisions saw of it, and what they want
 * of it. Only the lane may call.
 */
final class PendingConversation {

  private final ConversationId id;
  private final Optional<StoredConversation> seen;
  private final String born;
  private final PositionIds ids;

  /**
   * What was read for the decision and is compared when it is written: names that are unused, marks
   * and preferences, ends of bans, who is in the room, and the {@code rev} of messages that change.
   */
  final Set<String> unused = new LinkedHashSet<>();

  final Map<UserId, Personal> personalSeen = new LinkedHashMap<>();
  final Map<UserId, String> bansSeen = new LinkedHashMap<>();
  final Map<UserId, String> seatsSeen = new LinkedHashMap<>();
  final Map<Long, Long> revsSeen = new LinkedHashMap<>();
  @Nullable String allSeatsSeen;

  /** What is to be written. */
  final List<Message> messages = new ArrayList<>();

  /** What the log says of it beside messages, users and marks. */
  final PendingEvents events = new PendingEvents();

  /** By their positions, as the last change leaves them. */
  final Map<Long, Message> changed = new TreeMap<>();

  /** The positions of those that were edited or deleted. */
  private final Set<Long> rewritten = new TreeSet<>();

  /** As they were before they were deleted. */
  final List<Message> removed = new ArrayList<>();

  /** By the positions of the messages. */
  private final Map<Long, PendingReactions> reactions = new TreeMap<>();

  /** What those were at first that changed for the first time. */
  final Map<Long, String> firstContents = new HashMap<>();

  final Map<UserId, Long> marks = new LinkedHashMap<>();
  final Map<UserId, Long> delivered = new LinkedHashMap<>();
  final Map<UserId, Preferences> preferences = new LinkedHashMap<>();
  final Map<UserId, Instant> bans = new LinkedHashMap<>();
  final Map<UserId, NodeOccupancy> seats = new LinkedHashMap<>();

  /** Users who joined, also if they have left since. */
  final Set<UserId> joined = new LinkedHashSet<>();

  /** Users who left, also if they joined again: on other nodes they are in the room no more. */
  final Set<UserId> left = new HashSet<>();

  private Position accessPosition = Position.START;

  /** 0 as long as it was not asked for. */
  private long hash;

  private final Map<String, FirstSent> names = new HashMap<>();
  private @Nullable Conversation now;
  private boolean forgotten;

  /**
   * As it was seen.
   *
   * @param born for where it begins
   * @param ids the ids of messages of the epoch
   */
  PendingConversation(
      ConversationId id, Optional<StoredConversation> seen, String born, PositionIds ids) {
    this.id = id;
    this.seen = seen;
    this.born = born;
    this.ids = ids;
    this.now = seen.map(StoredConversation::conversation).orElse(null);
  }

  ConversationId id() {
    return id;
  }

  /** As ids of its messages have it. */
  long hash() {
    if (hash == 0) {
      hash = ids.hash(id);
    }
    return hash;
  }

  /** The id of a message of it. */
  MessageId idOf(PositionIds.StoredPosition place) {
    return ids.of(hash(), place);
  }

  Optional<Conversation> now() {
    return Optional.ofNullable(now);
  }

  /** As Redis is to have had it before the batch; empty where it was not there. */
  Optional<StoredConversation> seen() {
    return seen;
  }

  /** What it goes on from: nothing, where it is forgotten and begins again. */
  Optional<Conversation> before() {
    return forgotten ? Optional.empty() : seen.map(StoredConversation::conversation);
  }

  /** Whether what was seen of it is to be removed first. */
  boolean isForgotten() {
    return forgotten && seen.isPresent();
  }

  /** Whether Redis knows nothing of what it is by now, since it begins in this batch. */
  boolean isNew() {
    return before().isEmpty();
  }

  /** As Redis is to have it. */
  Optional<ConversationRecord> core() {
    return now().map(conversation -> ConversationRecord.of(conversation, bornOf(conversation)));
  }

  /** As Redis has it once it is written. */
  Optional<StoredConversation> stored() {
    return now().map(to -> new StoredConversation(ConversationRecord.of(to, bornOf(to)), to));
  }

  void become(Conversation decided) {
    Participants had = now == null ? Participants.NONE : now.participants();
    Participants has = decided.participants();
    Position at = now == null ? Position.START : now.position();
    boolean isFirst = !isAccessChanged();
    boolean hadNobodyJoined = joined.isEmpty();
    joined.addAll(has.notIn(had));
    for (UserId user : had.notIn(has)) {
      left.add(user);
      seats.remove(user);
    }
    events.became(now(), decided);
    now = decided;
    if (isFirst || (hadNobodyJoined && !joined.isEmpty())) {
      accessPosition = at;
    }
  }

  void append(Message message) {
    messages.add(message);
    FirstSent first = new FirstSent(message, Optional.empty());
    message.key().ifPresent(key -> names.put(Question.name(message.sender(), key), first));
  }

  void change(MessageChange change, Message before) {
    long seq = change.after().seq();
    events.add(LoggedEvents.of(change, before));
    changed.put(seq, change.after());
    rewritten.add(seq);
    if (change.after().isDeleted()) {
      reactions.remove(seq);
      removed.add(before);
    }
    change.firstContent().ifPresent(content -> firstContents.put(seq, content));
  }

  /**
   * A reaction is added or taken back.
   *
   * @param before those that the message has
   */
  void react(ReactionChange change, List<ReactionCount> before) {
    long seq = change.after().seq();
    events.add(LoggedEvents.of(change));
    changed.put(seq, change.after());
    reactions.computeIfAbsent(seq, first -> new PendingReactions(before)).add(change);
  }

  /** The messages that were edited or deleted, as the last change leaves them. */
  List<Message> rewritten() {
    return rewritten.stream().map(seq -> Objects.requireNonNull(changed.get(seq))).toList();
  }

  /** The changes of reactions, those of a message in their order. */
  List<ReactionChange> reactions() {
    return reactions.values().stream().flatMap(each -> each.changes.stream()).toList();
  }

  /**
   * The message with the reactions that it has by now.
   *
   * @param stored the first users who gave a reaction, as Redis has them
   */
  Message counted(Message message, BiFunction<Reaction, Integer, List<UserId>> stored) {
    PendingReactions own = reactions.get(message.seq());
    return own == null ? message : message.with(own.counted(stored));
  }

  /**
   * How the message at a position stands to a reaction by now.
   *
   * @param stored as Redis has it
   */
  ReactionState state(long seq, Reaction reaction, UserId user, ReactionState stored) {
    PendingReactions own = reactions.get(seq);
    return own == null ? stored : own.state(reaction, user, stored);
  }

  /** The message that was sent in this batch under that name. */
  Optional<FirstSent> named(String name) {
    return Optional.ofNullable(names.get(name)).map(this::asChanged);
  }

  /** As this batch leaves it. */
  FirstSent asChanged(FirstSent sent) {
    Message now = changed.get(sent.message().seq());
    if (now == null) {
      return sent;
    }
    Optional<Predicate<String>> first =
        Optional.ofNullable(firstContents.get(now.seq())).map(content -> content::equals);
    return new FirstSent(now, first.or(sent::isFirstContent));
  }

  /** The positions of messages that are deleted in this batch, ascending. */
  List<Long> deleted() {
    return changed.values().stream().filter(Message::isDeleted).map(Message::seq).toList();
  }

  /** Whether this batch deletes the message at that position. */
  boolean isDeleted(long seq) {
    Message now = changed.get(seq);
    return now != null && now.isDeleted();
  }

  /** What the user has for themselves by now, where they had that before the batch. */
  Personal personal(UserId user, Personal before) {
    return new Personal(
        marks.getOrDefault(user, before.readUpTo()),
        delivered.getOrDefault(user, before.deliveredUpTo()),
        preferences.getOrDefault(user, before.preferences()));
  }

  /** Whether any user has other things for themselves than before. */
  boolean isPersonal() {
    return !(marks.isEmpty() && delivered.isEmpty() && preferences.isEmpty());
  }

  /** It has no messages. */
  void forget() {
    forgotten = true;
    now = null;
    events.clear();
    marks.clear();
    delivered.clear();
    preferences.clear();
    bans.clear();
    seats.clear();
    joined.clear();
    left.clear();
  }

  /** Whether anything is to be written. */
  boolean isChanged() {
    return isForgotten()
        || !messages.isEmpty()
        || isPersonal()
        || !bans.isEmpty()
        || !seats.isEmpty()
        || !before().equals(now());
  }

  /** Whether there is a message more, or a change that is counted. */
  boolean isStored() {
    return now != null && now.rev() > before().map(Conversation::rev).orElse(0L);
  }

  /** Whether all who take part see in a list that something changed, or that it has moved. */
  boolean isSeenByAll() {
    return isStored()
        || !before().map(Conversation::lastAt).equals(now().map(Conversation::lastAt));
  }

  /**
   * Users who see in a list that something changed for themselves: what they have of it, that they
   * take part, or no more.
   */
  Set<UserId> seenByThemselves() {
    Set<UserId> users = new LinkedHashSet<>(left);
    users.removeIf(user -> !took(before(), user) || took(now(), user));
    if (!isSeenByAll()) {
      users.addAll(marks.keySet());
      users.addAll(preferences.keySet());
      joined.stream().filter(user -> took(now(), user)).forEach(users::add);
    }
    return users;
  }

  private static boolean took(Optional<Conversation> in, UserId user) {
    return in.filter(conversation -> conversation.has(user)).isPresent();
  }

  /** Whether kind, participants, roles or a block between the two changed. */
  boolean isAccessChanged() {
    long was = before().map(Conversation::accessVersion).orElse(0L);
    return now != null && (was != now.accessVersion() || !joined.isEmpty() || !left.isEmpty());
  }

  /**
   * The position from which on access is as it is by now: that before the change in which the first
   * joined, or before the first change where nobody joined.
   */
  Position accessPosition() {
    return accessPosition;
  }

  /** What is replaced under a version that it had is another one. */
  private String bornOf(Conversation conversation) {
    Optional<ConversationRecord> was =
        forgotten ? Optional.empty() : seen.map(StoredConversation::core);
    boolean goesOn =
        was.isPresent()
            && (conversation.accessVersion() > was.get().accessVersion() || !isAccessChanged());
    return goesOn ? was.get().born() : ConversationRecord.born(born, conversation.creator());
  }

  /** The reactions to a message as a batch makes them. */
  private static final class PendingReactions {

    private final List<ReactionChange> changes = new ArrayList<>();

    /** In the order in which they were first given. */
    private final Map<Reaction, Givers> givers = new LinkedHashMap<>();

    /**
     * @param before as Redis has them, and nobody has reacted since
     */
    PendingReactions(List<ReactionCount> before) {
      before.forEach(count -> givers.put(count.reaction(), new Givers(count)));
    }

    void add(ReactionChange change) {
      changes.add(change);
      Reaction reaction = change.reaction();
      givers
          .computeIfAbsent(reaction, none -> new Givers(new ReactionCount(none, 0, List.of())))
          .note(change.user(), change.added());
      givers.values().removeIf(each -> each.count() == 0);
    }

    ReactionState state(Reaction reaction, UserId user, ReactionState stored) {
      Givers own = givers.get(reaction);
      return own == null
          ? new ReactionState(givers.size(), 0, false)
          : new ReactionState(givers.size(), own.count(), own.has(user, stored.own()));
    }

    List<ReactionCount> counted(BiFunction<Reaction, Integer, List<UserId>> stored) {
      return givers.values().stream().map(each -> each.counted(stored)).toList();
    }
  }

  /**
   * Who has given one reaction to a message.
   *
   * @param before as Redis has it
   * @param added who gave it since, in that order
   * @param gone who was among those before and took it back
   */
  private record Givers(ReactionCount before, Set<UserId> added, Set<UserId> gone) {

    Givers(ReactionCount before) {
      this(before, new LinkedHashSet<>(), new HashSet<>());
    }

    void note(UserId user, boolean gives) {
      if (gives) {
        added.add(user);
      } else if (!added.remove(user)) {
        gone.add(user);
      }
    }

    boolean has(UserId user, boolean hadBefore) {
      return added.contains(user) || (hadBefore && !gone.contains(user));
    }

    int count() {
      return before.count() + added.size() - gone.size();
    }

    /** Those who come after the first that Redis names are asked for where they are first now. */
    ReactionCount counted(BiFunction<Reaction, Integer, List<UserId>> stored) {
      boolean lacks = !gone.isEmpty() && before.count() > before.first().size();
      List<UserId> first =
          lacks
              ? stored.apply(before.reaction(), ReactionCount.MAX_NAMED + gone.size())
              : before.first();
      return new ReactionCount(
          before.reaction(),
          count(),
          Stream.concat(first.stream().filter(user -> !gone.contains(user)), added.stream())
              .limit(ReactionCount.MAX_NAMED)
              .toList());
    }
  }
}
