package io.messageservice.application.memory;

import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.LoggedEvents;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.StoredChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Everything there is. Guarded by itself: a batch holds the lock from beginning to end. */
final class Tables {

  private final Map<ConversationId, Conversation> conversations = new HashMap<>();
  private final Map<ConversationId, List<Message>> messages = new HashMap<>();
  private final List<TableChange> log = new ArrayList<>();
  private final Map<MessageId, Message> byId = new HashMap<>();
  private final Map<Key, MessageId> byKey = new HashMap<>();

  /** Of messages that were changed: the digest of what was sent. */
  private final Map<MessageId, byte[]> firstContents = new HashMap<>();

  /** Messages that were edited or deleted, or got or lost a reaction. */
  private final Set<MessageId> changed = new HashSet<>();

  private final ReactionTable reactions = new ReactionTable();
  private final PersonalTable personal = new PersonalTable();
  private final Map<ConversationId, Map<UserId, Ban>> bans = new HashMap<>();
  private final BlockTable blocks = new BlockTable();
  private final ChangeTable changes = new ChangeTable();
  private final Contacts contacts = new Contacts();
  private final OccupiedRooms seats = new OccupiedRooms();
  private final ContentDigest digests;

  Tables(ContentDigest digests) {
    this.digests = digests;
  }

  Optional<Conversation> conversation(ConversationId id) {
    return Optional.ofNullable(conversations.get(id));
  }

  /** All messages of the conversation: that at index i has the position i + 1. */
  List<Message> messages(ConversationId id) {
    return messages.getOrDefault(id, List.of());
  }

  Optional<Message> message(MessageId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<FirstSent> sent(ConversationId conversation, UserId sender, ClientMessageId key) {
    return Optional.ofNullable(byKey.get(new Key(conversation, sender, key)))
        .flatMap(this::message)
        .map(
            message ->
                new FirstSent(
                    message,
                    Optional.ofNullable(firstContents.get(message.id())).map(digests::isOf)));
  }

  /** Those up to a position that were changed after that number, in the order of the changes. */
  List<Message> changed(ConversationId id, long upToSeq, long afterRev) {
    if (conversation(id).filter(found -> found.rev() > found.head()).isEmpty()) {
      return List.of();
    }
    return messages(id).stream()
        .limit(Math.max(0, upToSeq))
        .filter(message -> changed.contains(message.id()) && message.rev() > afterRev)
        .sorted(Comparator.comparingLong(Message::rev))
        .toList();
  }

  long readUpTo(ConversationId conversation, UserId reader) {
    return personal.readUpTo(conversation, reader);
  }

  /** What users have of conversations for themselves. */
  PersonalTable personal() {
    return personal;
  }

  /** How users have reacted to messages. */
  ReactionTable reactions() {
    return reactions;
  }

  /** What others said after what the reader has read and counts, up to the most. */
  int unread(ConversationId conversation, UserId reader) {
    List<Message> said = messages(conversation);
    long readUpTo = readUpTo(conversation, reader);
    int unread = 0;
    for (int i = said.size(); i > readUpTo && unread < History.MAX_UNREAD; i--) {
      if (isOfOthers(said.get(i - 1), reader)) {
        unread++;
      }
    }
    return unread;
  }

  /** What is unread of a conversation. */
  Unread unreadOf(ConversationId conversation, UserId reader) {
    long mentions =
        messages(conversation).stream()
            .skip(readUpTo(conversation, reader))
            .filter(message -> isOfOthers(message, reader))
            .filter(message -> mentions(message.attributes().mentions(), reader))
            .count();
    return new Unread(unread(conversation, reader), (int) Math.min(History.MAX_UNREAD, mentions));
  }

  private static boolean mentions(Mentions mentions, UserId user) {
    return mentions.everybody() || mentions.users().contains(user);
  }

  /** Whether it counts as a message of somebody else. */
  static boolean isOfOthers(Message message, UserId reader) {
    return !message.sender().equals(reader)
        && !message.isDeleted()
        && !message.attributes().isSystem();
  }

  /** Participants whom anything has reached, those who have read furthest first. */
  List<Reader> readers(ConversationId id, int max) {
    Participants present =
        conversation(id).map(Conversation::participants).orElse(Participants.NONE);
    return personal.readers(id).stream()
        .filter(reader -> present.contains(reader.user()))
        .limit(max)
        .toList();
  }

  /** All that changed in conversations, in the order of the commits. */
  List<TableChange> log() {
    return log;
  }

  Set<ConversationId> conversationIdsOf(UserId user) {
    return contacts.conversationsOf(user);
  }

  List<Conversation> conversationsOf(UserId user) {
    return contacts.conversationsOf(user).stream()
        .flatMap(id -> conversation(id).stream())
        .toList();
  }

  Set<UserId> contactsOf(UserId user) {
    Set<UserId> all = contacts.of(user, conversations);
    all.removeAll(blocks.with(user));
    return all;
  }

  /** What was last changed when. */
  ChangeTable changes() {
    return changes;
  }

  /** Who blocks whom. */
  BlockTable blocks() {
    return blocks;
  }

  /** Whether it is a direct conversation in which both have written and neither is blocked. */
  boolean isMutual(ConversationId id) {
    return conversation(id)
        .filter(contacts::isMutual)
        .filter(found -> !found.isBlocked())
        .isPresent();
  }

  List<ConversationId> directOf(UserId asker, UserId other) {
    Pair two = new Pair(asker, other);
    return conversationsOf(asker).stream()
        .filter(conversation -> conversation.isBetween(two))
        .map(Conversation::id)
        .sorted(Comparator.comparing(ConversationId::value))
        .toList();
  }

  /** Joined before that time and silent, those joined longest ago first. */
  List<ConversationId> silent(Instant joinedBefore, int limit) {
    return conversations.values().stream()
        .filter(Conversation::mayEndUnused)
        .filter(silent -> silent.lastAt().isAfter(Instant.EPOCH))
        .filter(silent -> silent.lastAt().isBefore(joinedBefore))
        .sorted(Comparator.comparing(Conversation::lastAt))
        .limit(limit)
        .map(Conversation::id)
        .toList();
  }

  /**
   * Puts the conversation in the place of what it was.
   *
   * @param change of one of its messages, by which it became that
   */
  void put(Conversation conversation, Optional<StoredChange> change) {
    Optional<Conversation> before =
        Optional.ofNullable(conversations.put(conversation.id(), conversation));
    contacts.note(before, conversation);
    changes.changed(before, conversation);
    seats.keep(conversation);
    TableChange logged =
        TableChange.between(before, conversation, events(before, conversation, change));
    if (!logged.isEmpty()) {
      log.add(logged);
    }
    change.ifPresent(this::put);
  }

  private List<LoggedEvent> events(
      Optional<Conversation> before, Conversation after, Optional<StoredChange> change) {
    List<LoggedEvent> events = LoggedEvents.between(before, after);
    long head = before.map(Conversation::head).orElse(0L);
    if (after.head() > head) {
      events.add(new MessagesAppended(head, after.head()));
    }
    change.map(this::event).ifPresent(events::add);
    return events;
  }

  private LoggedEvent event(StoredChange change) {
    return change instanceof ReactionChange reaction
        ? LoggedEvents.of(reaction)
        : LoggedEvents.of(
            (MessageChange) change, Objects.requireNonNull(byId.get(change.after().id())));
  }

  private void put(StoredChange change) {
    Message after =
        change instanceof ReactionChange reaction
            ? reactions.put(reaction)
            : written((MessageChange) change);
    changed.add(after.id());
    messages(after.conversation()).set((int) after.seq() - 1, after);
    byId.put(after.id(), after);
  }

  private Message written(MessageChange change) {
    Message after = change.after();
    if (after.isDeleted()) {
      reactions.forget(after.id());
    }
    change
        .firstContent()
        .ifPresent(sent -> firstContents.putIfAbsent(after.id(), digests.of(sent)));
    return after;
  }

  /** Which users are in which rooms of which nodes. */
  OccupiedRooms seats() {
    return seats;
  }

  /** Nothing was said in it. */
  void forget(ConversationId id) {
    Conversation forgotten = conversations.remove(id);
    contacts.forget(forgotten);
    changes.forgotten(forgotten);
    personal.forget(id);
    bans.remove(id);
    seats.forget(id);
  }

  void append(Message message) {
    List<Message> said = messages.computeIfAbsent(message.conversation(), id -> new ArrayList<>());
    said.add(message);
    if (!said.get(0).sender().equals(message.sender())) {
      contacts.noteSecondSender(message.conversation());
    }
    byId.put(message.id(), message);
    message.key().ifPresent(key -> byKey.put(keyOf(message, key), message.id()));
  }

  void put(PersonalState state) {
    personal.put(state);
    if (!(state instanceof DeliveredMark)) { // which no list shows
      changes.changed(state.conversation(), state.user());
    }
    if (state instanceof ReadMark mark) {
      log.add(TableChange.of(mark.conversation(), new MessagesRead(mark.user(), mark.readUpTo())));
    } else if (state instanceof DeliveredMark mark) {
      log.add(
          TableChange.of(
              mark.conversation(), new MessagesDelivered(mark.user(), mark.deliveredUpTo())));
    }
  }

  Optional<Ban> ban(ConversationId conversation, UserId user) {
    return Optional.ofNullable(bans.getOrDefault(conversation, Map.of()).get(user));
  }

  void put(ConversationId conversation, Ban ban) {
    Map<UserId, Ban> there = bans.computeIfAbsent(conversation, id -> new HashMap<>());
    if (ban.until().equals(Ban.LIFTED)) {
      there.remove(ban.user());
    } else {
      there.put(ban.user(), ban);
    }
  }

  private static Key keyOf(Message message, ClientMessageId key) {
    return new Key(message.conversation(), message.sender(), key);
  }

  private record Key(ConversationId conversation, UserId sender, ClientMessageId key) {}
}
