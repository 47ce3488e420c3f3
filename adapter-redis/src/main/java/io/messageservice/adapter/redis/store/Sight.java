package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Others;
import io.messageservice.application.store.RandomNames;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What a decider gets to see: what is known, as the commands before it left it. Whatever it sees of
 * a conversation is noted there, for the script to compare. Only the lane may call.
 */
final class Sight implements Ledger.Records {

  private final Knowledge knowledge;
  private final Predicate<String> livesElsewhere;
  private final RandomGenerator random;
  private final Map<ConversationId, Pending> pending = new LinkedHashMap<>();
  private final Map<ConversationId, Long> hashes = new HashMap<>();
  private final Map<MessageId, Message> said = new HashMap<>();
  private Set<ConversationId> looked = Set.of();

  /**
   * Before the first command.
   *
   * @param livesElsewhere whether a node lives and is another one
   */
  Sight(Knowledge knowledge, Predicate<String> livesElsewhere, RandomGenerator random) {
    this.knowledge = knowledge;
    this.livesElsewhere = livesElsewhere;
    this.random = random;
  }

  /** Another command begins to look. */
  void begin() {
    looked = new HashSet<>(2);
  }

  /** The conversations that it looked at. */
  Set<ConversationId> looked() {
    return looked;
  }

  /** All that were looked at. */
  Collection<Pending> all() {
    return pending.values();
  }

  /** The conversation as the batch makes it. */
  Pending pending(ConversationId id) {
    looked.add(id);
    Pending found = pending.get(id);
    if (found == null) {
      found = new Pending(id, knowledge.conversation(id), RandomNames.shorter(random));
      pending.put(id, found);
    }
    return found;
  }

  /** As ids of its messages have it. */
  long hash(ConversationId id) {
    return hashes.computeIfAbsent(id, knowledge.epoch().ids()::hash);
  }

  /** The message is said: the commands that follow find it. */
  void put(Message message) {
    said.put(message.id(), message);
  }

  @Override
  public Optional<Conversation> conversation(ConversationId id) {
    return pending(id).now();
  }

  @Override
  public Optional<Message> message(MessageId id) {
    Message now = said.get(id);
    return now == null ? knowledge.message(id) : Optional.of(now);
  }

  @Override
  public Optional<Message> sent(ConversationId conversation, UserId sender, ClientMessageId key) {
    Pending in = pending(conversation);
    String name = Question.name(sender, key);
    Optional<Message> now = in.named(name);
    if (now.isPresent() || in.isNew()) {
      return now;
    }
    Optional<Message> before = knowledge.sent(conversation, sender, key);
    if (before.isEmpty()) {
      in.unused.add(name);
    }
    return before;
  }

  @Override
  public long readUpTo(ConversationId conversation, UserId reader) {
    Pending in = pending(conversation);
    Long now = in.marks.get(reader);
    if (now != null || in.isNew()) {
      return now == null ? 0 : now;
    }
    long before = knowledge.readUpTo(conversation, reader);
    in.marksSeen.put(reader, before);
    return before;
  }

  @Override
  public Others saidByOthers(
      ConversationId conversation, UserId reader, long afterSeq, long upToSeq, int newest) {
    Pending in = pending(conversation);
    long head = in.now().map(Conversation::head).orElse(0L);
    long stored = in.before().map(Conversation::head).orElse(0L);
    long from = Math.min(head, Math.max(0, afterSeq)) + 1;
    long to = Math.min(head, upToSeq);
    OthersCount others = new OthersCount(reader, newest);
    knowledge.count(others::add, conversation, from, Math.min(to, stored));
    for (Message message : in.said) {
      if (message.seq() >= from && message.seq() <= to) {
        others.add(message);
      }
    }
    return others.named(place -> knowledge.epoch().ids().of(hash(conversation), place));
  }

  @Override
  public boolean isSeatedElsewhere(ConversationId room, UserId user) {
    Pending in = pending(room);
    if (in.isNew() || in.went.contains(user)) {
      return false;
    }
    String nodes = knowledge.seat(room, user);
    in.seatsSeen.put(user, nodes);
    return isAnyElsewhere(nodes);
  }

  @Override
  public boolean isAttendedElsewhere(ConversationId room) {
    Pending in = pending(room);
    if (in.isNew()) {
      return false;
    }
    String nodes = knowledge.seats(room);
    in.allSeatsSeen = nodes;
    return isAnyElsewhere(nodes);
  }

  private boolean isAnyElsewhere(String nodes) {
    for (String node : nodes.split(" ", -1)) {
      if (!node.isEmpty() && livesElsewhere.test(node)) {
        return true;
      }
    }
    return false;
  }
}
