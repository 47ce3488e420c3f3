package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.RedisLedger.CachedConversation;
import io.messageservice.adapter.redis.store.format.HashIds;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.store.PositionIds;
import io.messageservice.application.store.batch.KnownRecords;
import io.messageservice.application.store.batch.OthersCount;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the store while one batch is decided: what is remembered, and what was read for
 * the batch. A decision that needs something else is broken off; what it needs is read at once for
 * all of them, and the batch is decided again. What is known may be out of date: the script that
 * writes compares it. Only the lane may call.
 */
final class BatchReads implements KnownRecords {

  private final Epoch epoch;
  private final StoreAnswers answers;
  private final Reads reads;
  private final Cache<ConversationId, CachedConversation> cache;
  private final Map<Question, Optional<Object>> read = new HashMap<>();
  private final Map<ConversationId, Optional<StoredConversation>> conversations = new HashMap<>();
  private final Set<Question> wanted = new LinkedHashSet<>();

  /** Conversations in which a name that was taken for unused was used. */
  private final Set<ConversationId> doubtfulNames = new HashSet<>();

  BatchReads(Epoch epoch, Reads reads, Cache<ConversationId, CachedConversation> cache) {
    this.epoch = epoch;
    this.answers = new StoreAnswers(epoch);
    this.reads = reads;
    this.cache = cache;
  }

  Epoch epoch() {
    return epoch;
  }

  /** Whether everything that was asked for was known. */
  boolean isComplete() {
    return wanted.isEmpty();
  }

  /** Reads what was asked for and not known. */
  void complete() {
    Set<Question> asked = Set.copyOf(wanted);
    wanted.clear();
    Map<Question, Object> given = reads.ask(asked);
    for (Question question : asked) {
      Object answer = given.get(question);
      if (question.what().equals("conversation")) {
        put(question, answer);
      } else {
        read.put(question, Optional.ofNullable(answer));
      }
    }
  }

  private void put(Question question, @Nullable Object answer) {
    ConversationId id = new ConversationId(question.whose());
    if (answers.isIncomplete(id, answer)) {
      wanted.add(Question.conversation(id, "")); // it was dropped from what is kept meanwhile
      complete();
    } else {
      conversations.put(id, answers.conversation(id, answer));
    }
  }

  /**
   * Others have changed the conversation: what is known of it counts no more, but for what is
   * remembered of its version.
   *
   * @param core as it is by now; empty where there is none
   */
  void correct(ConversationId id, String core) {
    conversations.remove(id);
    answers.known(id, core).ifPresent(stored -> conversations.put(id, Optional.of(stored)));
    cache.invalidate(id);
    read.keySet().removeIf(question -> isOf(question, id));
    doubtfulNames.add(id);
  }

  /** The conversation is written and stands as given. */
  void settle(ConversationId id, Optional<StoredConversation> stored) {
    read.keySet().removeIf(question -> isOf(question, id));
    conversations.put(id, stored);
    stored.ifPresent(epoch::remember);
  }

  /** Blocks were written: what was read of them counts no more. */
  void forgetBlocks() {
    read.keySet().removeIf(Question::isOfBlocks);
  }

  /** Messages are asked for by the hash of their conversation. */
  private boolean isOf(Question question, ConversationId id) {
    String name = question.isOfHash() ? HashIds.field(epoch.ids().hash(id)) : id.value();
    return question.whose().equals(name);
  }

  Optional<StoredConversation> stored(ConversationId id) {
    Optional<StoredConversation> known = conversations.get(id);
    if (known != null) {
      return known;
    }
    CachedConversation remembered = cache.getIfPresent(id);
    if (remembered != null) {
      return Optional.of(remembered.stored());
    }
    throw want(toRead(id));
  }

  /** Asks for all of these at once that are not known. */
  @Override
  public void ahead(Collection<ConversationId> ids) {
    List<Question> unknown =
        ids.stream()
            .filter(id -> !conversations.containsKey(id) && cache.getIfPresent(id) == null)
            .map(this::toRead)
            .toList();
    wantAll(unknown);
  }

  /** As above, for the bans of these users. */
  @Override
  public void ahead(ConversationId id, Collection<UserId> users) {
    wantAll(
        users.stream()
            .map(user -> Question.ban(id, user))
            .filter(question -> !read.containsKey(question))
            .toList());
  }

  /** As above, for whether each of the users blocks the other. */
  @Override
  public void ahead(Collection<UserId> users, UserId other) {
    wantAll(
        users.stream()
            .map(user -> Question.blocks(user, other))
            .filter(question -> !read.containsKey(question))
            .toList());
  }

  private void wantAll(List<Question> unknown) {
    wanted.addAll(unknown);
    if (!unknown.isEmpty()) {
      throw new Missed();
    }
  }

  private Question toRead(ConversationId id) {
    return Question.conversation(id, epoch.knownVersion(id));
  }

  @Override
  public Optional<Message> message(MessageId id) {
    Optional<PositionIds.Found> found = epoch.ids().open(id);
    return found.isEmpty()
        ? Optional.empty()
        : answers.found(found.get().place(), ask(Question.found(found.get())));
  }

  /** Taken for unused until the script has found otherwise. */
  @Override
  public Optional<FirstSent> sent(ConversationId id, UserId sender, ClientMessageId key) {
    if (!doubtfulNames.contains(id)) {
      return Optional.empty();
    }
    return stored(id)
        .flatMap(in -> answers.sent(id, ask(Question.sent(id, in.core(), sender, key))));
  }

  @Override
  public ReactionState reaction(ConversationId id, long seq, Reaction reaction, UserId user) {
    return StoreAnswers.reactionState(ask(Question.reaction(id, seq, reaction, user)));
  }

  /** The first who reacted to a message in that way; some more where there are more. */
  @Override
  public List<UserId> firstWho(ConversationId id, long seq, Reaction reaction, int limit) {
    Question question = Question.reactions(id, seq, Optional.of(reaction), 0, limit);
    return StoreAnswers.reactions(ask(question)).stream().map(GivenReaction::user).toList();
  }

  /** What the user has of the conversation for themselves. */
  @Override
  public Personal personal(ConversationId id, UserId user) {
    CachedConversation remembered = cache.getIfPresent(id);
    Personal known = remembered == null ? null : remembered.personal().get(user);
    return known == null ? PersonalText.parse(ask(Question.personal(id, user))) : known;
  }

  /** Who sent the messages from one position to another that are not deleted. */
  @Override
  public void count(Consumer<OthersCount.Run> counting, ConversationId id, long from, long to) {
    for (long at = from; at <= to; at += StoredSenders.MAX_MESSAGES) {
      long end = Math.min(to, at + StoredSenders.MAX_MESSAGES - 1);
      StoredSenders.parse(at, ask(Question.sendersOfLeft(id, at, end))).forEach(counting);
    }
  }

  /** Until when the user is banned, as Redis has it; empty where they are not. */
  @Override
  public Optional<Instant> ban(ConversationId id, UserId user) {
    return Optional.of(RedisAnswers.text(ask(Question.ban(id, user))))
        .filter(until -> !until.isEmpty())
        .map(until -> Instant.ofEpochMilli(Long.parseLong(until)));
  }

  /** Whether the user blocks the other, as Redis has it. */
  @Override
  public boolean blocks(UserId user, UserId other) {
    return ask(Question.blocks(user, other)) != null;
  }

  /** How many users the user blocks, as Redis has it. */
  @Override
  public int blockCount(UserId user) {
    return (int) RedisAnswers.number(ask(Question.blockCount(user)));
  }

  /** On which nodes the user is in the room, as Redis has it. */
  @Override
  public String seat(ConversationId room, UserId user) {
    return RedisAnswers.text(ask(Question.seat(room, user)));
  }

  /** On which nodes anybody is in the room, as Redis has it. */
  @Override
  public String seats(ConversationId room) {
    return RedisAnswers.text(ask(Question.seats(room)));
  }

  private @Nullable Object ask(Question question) {
    Optional<Object> known = read.get(question);
    if (known == null) {
      throw want(question);
    }
    return known.orElse(null);
  }

  private Missed want(Question question) {
    wanted.add(question);
    return new Missed();
  }
}
