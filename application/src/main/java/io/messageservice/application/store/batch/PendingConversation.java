package io.messageservice.application.store.batch;

import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.change.LoggedEvent.ParticipantsChanged;
import io.messageservice.application.store.LoggedEvents;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.ClientMessageId;
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
import org.jspecify.annotations.Nullable;

/**
 * A conversation as a batch makes it: as it was seen, what decisions saw of it, and what they want
 * of it. Only the lane may call.
 */
public abstract class PendingConversation {

  private final ConversationId id;
  private final Optional<Conversation> seen;

  /**
   * What was read for the decision and is compared when it is written: names that are unused, marks
   * and preferences, ends of bans, who is in the room, and the {@code rev} of messages that change.
   */
  final Set<String> unused = new LinkedHashSet<>();

  final Map<UserId, Personal> personalSeen = new LinkedHashMap<>();
  final Map<UserId, Optional<Instant>> bansSeen = new LinkedHashMap<>();
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

  private final Map<String, FirstSent> names = new HashMap<>();
  private @Nullable Conversation now;
  private boolean forgotten;

  /** As it was seen; empty where there is none. */
  protected PendingConversation(ConversationId id, Optional<Conversation> seen) {
    this.id = id;
    this.seen = seen;
    this.now = seen.orElse(null);
  }

  /** The id of a message of it that was sent in an era. */
  protected abstract MessageId idOf(long seq, int era);

  /** The id of a message that is sent now. */
  protected abstract MessageId nextId(long seq);

  /** Which it is. */
  public ConversationId id() {
    return id;
  }

  /** As it is by now; empty where there is none. */
  public Optional<Conversation> now() {
    return Optional.ofNullable(now);
  }

  /** What it goes on from: nothing, where it is forgotten and begins again. */
  public Optional<Conversation> before() {
    return forgotten ? Optional.empty() : seen;
  }

  /** Whether what was seen of it is to be removed first. */
  public boolean isForgotten() {
    return forgotten && seen.isPresent();
  }

  /** Whether the store knows nothing of what it is by now, since it begins in this batch. */
  public boolean isNew() {
    return before().isEmpty();
  }

  /** Names that were seen to be unused. */
  public Set<String> unused() {
    return unused;
  }

  /** What users were seen to have of it. */
  public Map<UserId, Personal> personalSeen() {
    return personalSeen;
  }

  /** The ends of bans that were seen. */
  public Map<UserId, Optional<Instant>> bansSeen() {
    return bansSeen;
  }

  /** The nodes on which users were seen to be in the room. */
  public Map<UserId, String> seatsSeen() {
    return seatsSeen;
  }

  /** The {@code rev} of messages that change, as it was seen, by their positions. */
  public Map<Long, Long> revsSeen() {
    return revsSeen;
  }

  /** The nodes that were seen to have anybody in the room; null where nobody looked. */
  public @Nullable String allSeatsSeen() {
    return allSeatsSeen;
  }

  /** The messages that are appended. */
  public List<Message> messages() {
    return messages;
  }

  /** What the log says of it beside messages, users and marks. */
  public PendingEvents events() {
    return events;
  }

  /** Messages that are deleted, as they were before. */
  public List<Message> removed() {
    return removed;
  }

  /** What those were at first that change for the first time, by their positions. */
  public Map<Long, String> firstContents() {
    return firstContents;
  }

  /** How far users have read. */
  public Map<UserId, Long> marks() {
    return marks;
  }

  /** How far messages have reached users. */
  public Map<UserId, Long> delivered() {
    return delivered;
  }

  /** What users want. */
  public Map<UserId, Preferences> preferences() {
    return preferences;
  }

  /** Until when users are banned. */
  public Map<UserId, Instant> bans() {
    return bans;
  }

  /** Who takes or gives up a seat on this node. */
  public Map<UserId, NodeOccupancy> seats() {
    return seats;
  }

  /** Users who joined, also if they have left since. */
  public Set<UserId> joined() {
    return joined;
  }

  /** Users who left, also if they joined again. */
  public Set<UserId> left() {
    return left;
  }

  /** The messages that change, as the last change leaves them, by their positions. */
  public Map<Long, Message> changed() {
    return changed;
  }

  /** Who came and who went, or another kind; empty where there is nothing of that. */
  public Optional<ParticipantsChanged> participation() {
    Optional<Kind> kind = now().map(Conversation::kind);
    boolean isOther =
        !joined.isEmpty() || !left.isEmpty() || !before().map(Conversation::kind).equals(kind);
    return isAccessChanged() && isOther
        ? Optional.of(new ParticipantsChanged(joined, left, kind))
        : Optional.empty();
  }

  /** What a message is called within its conversation. */
  public static String name(UserId sender, ClientMessageId key) {
    return sender.value() + '\0' + key.value();
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
    message.key().ifPresent(key -> names.put(name(message.sender(), key), first));
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
  public List<Message> rewritten() {
    return rewritten.stream().map(seq -> Objects.requireNonNull(changed.get(seq))).toList();
  }

  /** The changes of reactions, those of a message in their order. */
  public List<ReactionChange> reactions() {
    return reactions.values().stream().flatMap(each -> each.changes.stream()).toList();
  }

  /**
   * The message with the reactions that it has by now.
   *
   * @param stored the first users who gave a reaction, as the store has them
   */
  Message counted(Message message, BiFunction<Reaction, Integer, List<UserId>> stored) {
    PendingReactions own = reactions.get(message.seq());
    return own == null ? message : message.with(own.counted(stored));
  }

  /**
   * How the message at a position stands to a reaction by now.
   *
   * @param stored as the store has it
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
  public List<Long> deleted() {
    return changed.values().stream().filter(Message::isDeleted).map(Message::seq).toList();
  }

  /** Whether this batch deletes the message at that position. */
  boolean isDeleted(long seq) {
    Message now = changed.get(seq);
    return now != null && now.isDeleted();
  }

  /** What the user has for themselves by now, where they had that before the batch. */
  public Personal personal(UserId user, Personal before) {
    return new Personal(
        marks.getOrDefault(user, before.readUpTo()),
        delivered.getOrDefault(user, before.deliveredUpTo()),
        preferences.getOrDefault(user, before.preferences()));
  }

  /** Whether any user has other things for themselves than before. */
  public boolean isPersonal() {
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
  public boolean isChanged() {
    return isForgotten()
        || !messages.isEmpty()
        || isPersonal()
        || !bans.isEmpty()
        || !seats.isEmpty()
        || !before().equals(now());
  }

  /** Whether there is a message more, or a change that is counted. */
  public boolean isStored() {
    return now != null && now.rev() > before().map(Conversation::rev).orElse(0L);
  }

  /** Whether all who take part see in a list that something changed, or that it has moved. */
  public boolean isSeenByAll() {
    return isStored()
        || !before().map(Conversation::lastAt).equals(now().map(Conversation::lastAt));
  }

  /**
   * Users who see in a list that something changed for themselves: what they have of it, that they
   * take part, or no more.
   */
  public Set<UserId> seenByThemselves() {
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
  public boolean isAccessChanged() {
    long was = before().map(Conversation::accessVersion).orElse(0L);
    return now != null && (was != now.accessVersion() || !joined.isEmpty() || !left.isEmpty());
  }

  /**
   * The position from which on access is as it is by now: that before the change in which the first
   * joined, or before the first change where nobody joined.
   */
  public Position accessPosition() {
    return accessPosition;
  }
}
