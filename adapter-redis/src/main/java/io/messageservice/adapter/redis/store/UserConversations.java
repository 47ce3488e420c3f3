package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * In which conversations each user takes part. The index lies outside the partitions, so it is
 * written before they are: it may name too many, never too few. A reader asks the conversations,
 * and takes out what has been wrong for a day. Any thread that may block may call.
 */
final class UserConversations {

  /**
   * How long an entry may wait for what it announces. Of the wall clock, which may jump, so it is
   * far longer than it takes.
   */
  private static final long GRACE_MILLIS = 24 * 3_600_000;

  private static final RedisScript JOIN = RedisScript.beside(UserConversations.class, "join.lua");
  private static final RedisScript ALL =
      RedisScript.beside(UserConversations.class, "conversations.lua");
  private static final RedisScript PART = RedisScript.beside(UserConversations.class, "part.lua");

  private final RedisConnection connection;
  private final Reads reads;
  private final InstantSource clock;

  UserConversations(RedisConnection connection, InstantSource clock) {
    this.connection = connection;
    this.reads = new Reads(connection);
    this.clock = clock;
  }

  /** Notes who is about to take part where; returns when all of it is noted. */
  void announce(Collection<PendingConversation> conversations, long nowMillis) {
    Map<UserId, List<ConversationId>> joins = new HashMap<>();
    for (PendingConversation pending : conversations) {
      for (UserId user : pending.joined) {
        joins.computeIfAbsent(user, id -> new ArrayList<>()).add(pending.id());
      }
    }
    List<CompletableFuture<Long>> sent = new ArrayList<>();
    joins.forEach((user, ids) -> sent.add(announce(user, ids, nowMillis)));
    sent.forEach(RedisAnswers::await);
  }

  private CompletableFuture<Long> announce(UserId user, List<ConversationId> ids, long nowMillis) {
    List<String> names = ids.stream().map(ConversationId::value).toList();
    return JOIN.number(connection, key(user), nowMillis, names);
  }

  Set<ConversationId> idsOf(UserId user) {
    return Set.copyOf(of(user).keySet());
  }

  /** Users who share a group with the user, or a direct conversation in which both have written. */
  Set<UserId> contactsOf(Epoch epoch, UserId user) {
    Map<ConversationId, Core> closed = of(user);
    closed.values().removeIf(core -> core.kind() == Kind.OPEN);
    List<StoredConversation> common = new ArrayList<>();
    for (StoredConversation stored :
        new Conversations(epoch, reads).find(closed.keySet()).values()) {
      if (stored.conversation().has(user)) {
        common.add(stored);
      }
    }
    Set<ConversationId> mutual = new StoredSenders(reads, epoch.senders()).mutual(common);
    Set<UserId> contacts = new HashSet<>();
    for (StoredConversation stored : common) {
      if (stored.core().kind() == Kind.GROUP || mutual.contains(stored.conversation().id())) {
        contacts.addAll(stored.conversation().participants().asSet());
      }
    }
    contacts.remove(user);
    return contacts;
  }

  /** The direct conversation of the two; of several the one whose id comes first. */
  Optional<ConversationId> directOf(Epoch epoch, UserId asker, UserId other) {
    Pair two = new Pair(asker, other);
    Map<ConversationId, Core> direct = of(asker);
    direct.values().removeIf(core -> core.kind() != Kind.DIRECT);
    return new Conversations(epoch, reads)
        .find(direct.keySet()).values().stream()
            .map(StoredConversation::conversation)
            .filter(conversation -> conversation.isBetween(two))
            .map(Conversation::id)
            .min(Comparator.comparing(ConversationId::value));
  }

  /** A page of them, those with the newest activity first. */
  Listing list(Epoch epoch, UserId user, Optional<Cursor> after, int limit, int maxBytes) {
    List<Cursor> places =
        of(user).entrySet().stream()
            .map(entry -> new Cursor(entry.getValue().lastAtMillis(), entry.getKey()))
            .filter(place -> after.isEmpty() || Cursor.NEWEST_FIRST.compare(after.get(), place) < 0)
            .sorted(Cursor.NEWEST_FIRST)
            .limit(limit + 1L)
            .toList();
    Map<ConversationId, Listed> found =
        listed(epoch, user, places.subList(0, Math.min(limit, places.size())));
    List<Listed> page = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < places.size(); i++) {
      if (i == limit) {
        return new Listing(page, Optional.of(places.get(i - 1)));
      }
      Listed listed = found.get(places.get(i).conversation());
      if (listed != null) {
        bytes += Sizes.bytes(listed);
        if (bytes > maxBytes && !page.isEmpty()) {
          return new Listing(page, Optional.of(places.get(i - 1)));
        }
        page.add(listed);
      }
    }
    return new Listing(page, Optional.empty());
  }

  /** Those of the places where the user still takes part. */
  private Map<ConversationId, Listed> listed(Epoch epoch, UserId user, List<Cursor> places) {
    List<ConversationId> ids = places.stream().map(Cursor::conversation).toList();
    Map<ConversationId, StoredConversation> conversations =
        new Conversations(epoch, reads).find(ids);
    conversations.values().removeIf(stored -> !stored.conversation().has(user));
    List<Question> questions = new ArrayList<>();
    conversations.forEach(
        (id, stored) -> {
          questions.add(Question.standing(id, user, 0));
          questions.add(Question.lastMessage(id, stored.core()));
        });
    Map<Question, Object> given = reads.ask(questions);
    StoreAnswers answers = new StoreAnswers(epoch);
    StoredSenders senders = new StoredSenders(reads, epoch.senders());
    Map<ConversationId, Listed> all = new HashMap<>();
    conversations.forEach(
        (id, stored) -> {
          ReadState state = senders.state(id, user, given.get(Question.standing(id, user, 0)));
          Question last = Question.lastMessage(id, stored.core());
          all.put(
              id,
              new Listed(
                  stored.conversation(),
                  answers.message(id, given.get(last)),
                  state.readUpTo(),
                  state.unread()));
        });
    return all;
  }

  /** Where the user takes part; what is only noted is taken out when it is old enough. */
  private Map<ConversationId, Core> of(UserId user) {
    Map<ConversationId, Long> joined = joined(user);
    Map<ConversationId, Question> questions = new HashMap<>();
    joined.keySet().forEach(id -> questions.put(id, Question.member(id, user)));
    Map<Question, Object> given = reads.ask(questions.values());
    Map<ConversationId, Core> cores = new HashMap<>();
    Map<ConversationId, Long> wrong = new HashMap<>();
    joined.forEach(
        (id, at) -> {
          Object core = given.get(questions.get(id));
          if (core == null) {
            wrong.put(id, at);
          } else {
            cores.put(id, Core.parse(RedisAnswers.text(core)));
          }
        });
    repair(user, wrong, clock.millis());
    return cores;
  }

  /** Where the user may take part, with when they last began to. */
  private Map<ConversationId, Long> joined(UserId user) {
    List<Object> found = RedisAnswers.await(ALL.list(connection, key(user)));
    Map<ConversationId, Long> joins = new HashMap<>();
    for (int i = 0; i < found.size(); i += 2) {
      joins.put(
          new ConversationId(RedisAnswers.text(found.get(i))),
          RedisAnswers.number(found.get(i + 1)));
    }
    return joins;
  }

  /** The user does not take part in these; those noted long enough ago are taken out. */
  private void repair(UserId user, Map<ConversationId, Long> wrong, long nowMillis) {
    List<Object> words = new ArrayList<>();
    wrong.forEach(
        (id, at) -> {
          if (at < nowMillis - GRACE_MILLIS) {
            words.add(id.value());
            words.add(at);
          }
        });
    if (!words.isEmpty()) {
      try {
        RedisAnswers.await(PART.number(connection, key(user), words));
      } catch (StoreUnavailable e) {
        // the next reader tries again
      }
    }
  }

  private String key(UserId user) {
    return connection.prefix() + "conversations:" + user.value();
  }
}
