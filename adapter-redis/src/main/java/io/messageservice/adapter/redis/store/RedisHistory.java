package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.application.port.out.History;
import io.messageservice.application.store.Sizes;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The read side. Any thread that may block may call. */
final class RedisHistory implements History {

  private final Epochs epochs;
  private final Reads reads;
  private final UserConversations users;
  private final UserBlocks blocks;
  private final RedisHealth health;

  RedisHistory(RedisConnection connection, Epochs epochs, RedisHealth health, InstantSource clock) {
    this.epochs = epochs;
    this.reads = new Reads(connection);
    this.users = new UserConversations(connection, clock);
    this.blocks = new UserBlocks(connection, clock);
    this.health = health;
  }

  @Override
  public String epoch() {
    return epochs.known().name();
  }

  @Override
  public Optional<Conversation> conversation(ConversationId id) {
    return in(
        epoch -> new Conversations(epoch, reads).find(id).map(StoredConversation::conversation));
  }

  @Override
  public Page after(ConversationId conversation, long seq, int limit, int maxBytes) {
    Question question = Question.after(conversation, seq, limit, maxBytes);
    return in(epoch -> page(epoch, conversation, question, maxBytes, false));
  }

  @Override
  public Page before(ConversationId conversation, long seq, int limit, int maxBytes) {
    Question question = Question.before(conversation, seq, limit, maxBytes);
    return in(epoch -> page(epoch, conversation, question, maxBytes, true));
  }

  private Page page(
      Epoch epoch, ConversationId id, Question question, int maxBytes, boolean backwards) {
    List<?> answer = RedisAnswers.list(reads.ask(question));
    List<Message> found = new StoreAnswers(epoch).messages(id, answer.get(1));
    List<Message> page = new ArrayList<>(Sizes.firstWithin(found, maxBytes));
    boolean more = page.size() < found.size() || ((Long) answer.get(0)) == 1;
    if (backwards) {
      Collections.reverse(page);
    }
    return new Page(page, more);
  }

  @Override
  public Page changed(
      ConversationId conversation, long upToSeq, long afterRev, int limit, int maxBytes) {
    Question question = Question.changed(conversation, upToSeq, afterRev, limit, maxBytes);
    return in(epoch -> page(epoch, conversation, question, maxBytes, false));
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return in(
        epoch ->
            epoch
                .ids()
                .open(id)
                .flatMap(
                    found ->
                        new StoreAnswers(epoch)
                            .found(found.place(), reads.ask(Question.found(found)))));
  }

  @Override
  public ReactionPage reactions(
      ConversationId conversation,
      long seq,
      Optional<Reaction> reaction,
      long afterRev,
      int limit) {
    Question question = Question.reactions(conversation, seq, reaction, afterRev, limit);
    return in(
        epoch -> {
          List<GivenReaction> found = StoreAnswers.reactions(reads.ask(question));
          boolean more = found.size() > limit;
          return new ReactionPage(more ? found.subList(0, limit) : found, more);
        });
  }

  @Override
  public List<OwnReactions> ownReactions(
      ConversationId conversation, UserId user, long fromSeq, long toSeq) {
    Question question = Question.ownReactions(conversation, user, fromSeq, toSeq);
    return in(epoch -> StoreAnswers.ownReactions(reads.ask(question)));
  }

  @Override
  public long changedCount(ConversationId conversation, long upToSeq, long afterRev, long most) {
    Question question = Question.changedCount(conversation, upToSeq, afterRev, most);
    return in(
        epoch -> {
          Object count = reads.ask(question);
          return count == null ? 0 : (Long) count;
        });
  }

  @Override
  public Missed missed(ConversationId conversation, Position after, int limit, int maxBytes) {
    return in(
        epoch -> {
          String known = epoch.knownVersion(conversation);
          Question one = Question.missed(conversation, known, after, limit, maxBytes);
          Question whole = Question.missed(conversation, "", after, limit, maxBytes);
          return missed(epoch, conversation, one, maxBytes)
              .or(() -> missed(epoch, conversation, whole, maxBytes))
              .orElse(Missed.NOTHING);
        });
  }

  /** Empty where what was left out was dropped from what is remembered meanwhile. */
  private Optional<Missed> missed(Epoch epoch, ConversationId id, Question question, int maxBytes) {
    List<?> answer = RedisAnswers.list(reads.ask(question));
    if (answer.isEmpty()) {
      return Optional.of(Missed.NOTHING);
    }
    StoreAnswers answers = new StoreAnswers(epoch);
    List<Message> changed = answers.messages(id, answer.get(1));
    List<Message> all = new ArrayList<>(changed);
    all.addAll(answers.messages(id, answer.get(2)));
    List<Message> page = Sizes.firstWithin(all, maxBytes);
    int older = Math.min(changed.size(), page.size());
    boolean more = page.size() < all.size() || ((Long) answer.get(3)) == 1;
    return answers
        .conversation(id, answer.get(0))
        .map(StoredConversation::conversation)
        .map(Optional::of)
        .map(
            now -> new Missed(now, page.subList(0, older), page.subList(older, page.size()), more));
  }

  @Override
  public Set<UserId> contactsOf(UserId user) {
    return in(
        epoch -> {
          Set<UserId> contacts = users.contactsOf(epoch, user);
          contacts.removeAll(blocks.with(user));
          return contacts;
        });
  }

  @Override
  public boolean isMutual(ConversationId conversation) {
    return in(
        epoch ->
            new Conversations(epoch, reads)
                .find(conversation)
                .filter(new StoredSenders(reads, epoch.senders())::isMutual)
                .isPresent());
  }

  @Override
  public List<ConversationId> directOf(UserId asker, UserId other, int limit) {
    return in(epoch -> users.directOf(epoch, asker, other, limit));
  }

  @Override
  public Set<UserId> blockedWith(UserId user) {
    return in(epoch -> blocks.with(user));
  }

  @Override
  public List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) {
    return in(epoch -> blocks.by(user, after, limit));
  }

  @Override
  public List<ConversationId> silent(Instant joinedBefore, int limit) {
    return in(epoch -> new Conversations(epoch, reads).silent(joinedBefore.toEpochMilli(), limit));
  }

  @Override
  public ReadState standing(ConversationId conversation, UserId reader, int maxReaders) {
    Question question = Question.standing(conversation, reader, maxReaders);
    return in(
        epoch ->
            new StoredSenders(reads, epoch.senders())
                .state(conversation, reader, reads.ask(question)));
  }

  @Override
  public Map<UserId, Reader> readers(ConversationId conversation, Collection<UserId> users) {
    Map<UserId, Question> questions = new HashMap<>();
    users.forEach(user -> questions.put(user, Question.personal(conversation, user)));
    return in(
        epoch -> {
          Map<Question, Object> given = reads.ask(questions.values());
          Map<UserId, Reader> readers = new HashMap<>();
          questions.forEach(
              (user, question) -> {
                Personal own = PersonalText.parse(given.get(question));
                readers.put(user, new Reader(user, own.readUpTo(), own.deliveredUpTo()));
              });
          readers.values().removeIf(reader -> reader.deliveredUpTo() == 0);
          return readers;
        });
  }

  @Override
  public Map<UserId, Preferences> preferences(
      ConversationId conversation, Collection<UserId> users) {
    Map<UserId, Question> questions = new HashMap<>();
    users.forEach(user -> questions.put(user, Question.personal(conversation, user)));
    return in(
        epoch -> {
          Map<Question, Object> given = reads.ask(questions.values());
          Map<UserId, Preferences> preferences = new HashMap<>();
          questions.forEach(
              (user, question) ->
                  preferences.put(user, PersonalText.parse(given.get(question)).preferences()));
          preferences.values().removeIf(Preferences.NONE::equals);
          return preferences;
        });
  }

  @Override
  public Listing conversationsOf(UserId user, ListingRequest query) {
    return in(epoch -> users.list(epoch, user, query));
  }

  @Override
  public ListingPoint listingPoint() {
    return in(users::point);
  }

  @Override
  public Map<ConversationId, Unread> unread(UserId user, Collection<ConversationId> conversations) {
    return in(epoch -> new UnreadCounts(epoch, reads).of(user, conversations));
  }

  @Override
  public UnreadTotal unreadTotal(UserId user, Instant now) {
    return in(epoch -> new UnreadCounts(epoch, reads).total(users.namedOf(user), user, now));
  }

  @Override
  public Set<ConversationId> conversationIdsOf(UserId user) {
    return in(epoch -> users.idsOf(user));
  }

  @Override
  public Map<ConversationId, Position> heads(Collection<ConversationId> conversations) {
    return in(epoch -> new Conversations(epoch, reads).heads(conversations));
  }

  private <T> T in(Function<Epoch, T> question) {
    return epochs.in(health, question);
  }
}
