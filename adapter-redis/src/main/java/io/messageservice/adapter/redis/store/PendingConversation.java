package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as a batch makes it: as it was seen, what decisions saw of it, and what they want
 * of it. Only the lane may call.
 */
final class PendingConversation {

  private final ConversationId id;
  private final Optional<StoredConversation> seen;
  private final String born;
  private final PlaceIds ids;

  /** What was seen and must still be so: names that are unused, marks, and who is in the room. */
  final Set<String> unused = new LinkedHashSet<>();

  final Map<UserId, Long> marksSeen = new LinkedHashMap<>();
  final Map<UserId, String> seatsSeen = new LinkedHashMap<>();
  @Nullable String allSeatsSeen;

  /** What is to be written. */
  final List<Message> messages = new ArrayList<>();

  final Map<UserId, Long> marks = new LinkedHashMap<>();
  final Map<UserId, NodeOccupancy> seats = new LinkedHashMap<>();

  /** Users who joined, also if they have left since. */
  final Set<UserId> joined = new LinkedHashSet<>();

  /** Users who left, also if they joined again: on other nodes they are in the room no more. */
  final Set<UserId> left = new HashSet<>();

  private long accessSeq;

  /** 0 as long as it was not asked for. */
  private long hash;

  private final Map<String, Message> names = new HashMap<>();
  private @Nullable Conversation now;
  private boolean forgotten;

  /**
   * As it was seen.
   *
   * @param born for where it begins
   * @param ids the ids of messages of the epoch
   */
  PendingConversation(
      ConversationId id, Optional<StoredConversation> seen, String born, PlaceIds ids) {
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
  MessageId idOf(PlaceIds.Place place) {
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
  Optional<Core> core() {
    return now().map(conversation -> Core.of(conversation, bornOf(conversation)));
  }

  /** As Redis has it once it is written. */
  Optional<StoredConversation> stored() {
    return now().map(to -> new StoredConversation(Core.of(to, bornOf(to)), to));
  }

  void become(Conversation decided) {
    Participants had = now == null ? Participants.NONE : now.participants();
    Participants has = decided.participants();
    long head = now == null ? 0 : now.head();
    boolean isFirst = !isAccessChanged();
    boolean hadNobodyJoined = joined.isEmpty();
    joined.addAll(has.notIn(had));
    for (UserId user : had.notIn(has)) {
      left.add(user);
      seats.remove(user);
    }
    now = decided;
    if (isFirst || (hadNobodyJoined && !joined.isEmpty())) {
      accessSeq = head;
    }
  }

  void append(Message message) {
    messages.add(message);
    message.key().ifPresent(key -> names.put(Question.name(message.sender(), key), message));
  }

  /** The message that was sent in this batch under that name. */
  Optional<Message> named(String name) {
    return Optional.ofNullable(names.get(name));
  }

  /** It has no messages. */
  void forget() {
    forgotten = true;
    now = null;
    marks.clear();
    seats.clear();
    joined.clear();
    left.clear();
  }

  /** Whether anything is to be written. */
  boolean isChanged() {
    return isForgotten()
        || !messages.isEmpty()
        || !marks.isEmpty()
        || !seats.isEmpty()
        || !before().equals(now());
  }

  /** Whether kind or participants changed. */
  boolean isAccessChanged() {
    long was = before().map(Conversation::accessVersion).orElse(0L);
    return now != null && (was != now.accessVersion() || !joined.isEmpty() || !left.isEmpty());
  }

  /**
   * The position from which on access is as it is by now: that before the change in which the first
   * joined, or before the first change where nobody joined.
   */
  long accessSeq() {
    return accessSeq;
  }

  /** What is replaced under a version that it had is another one. */
  private String bornOf(Conversation conversation) {
    Optional<Core> was = forgotten ? Optional.empty() : seen.map(StoredConversation::core);
    boolean goesOn =
        was.isPresent()
            && (conversation.accessVersion() > was.get().accessVersion() || !isAccessChanged());
    return goesOn ? was.get().born() : Core.born(born, conversation.creator());
  }
}
