package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.StoreAnswers.Personal;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.ReadState;
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

/**
 * In which conversations each user takes part. The index lies outside the partitions, so it is
 * written before they are: it may name too many, never too few. A reader asks the conversations,
 * and takes out what has been wrong for a day. Any thread that may block may call.
 */
final class UserConversations {

  private final Reads reads;
  private final UserIndex index;

  UserConversations(RedisConnection connection, InstantSource clock) {
    this.reads = new Reads(connection);
    this.index = new UserIndex(connection, "conversations:", clock);
  }

  /** Notes who is about to take part where; returns when all of it is noted. */
  void announce(Collection<PendingConversation> conversations, long nowMillis) {
    Map<UserId, List<String>> joins = new HashMap<>();
    for (PendingConversation pending : conversations) {
      for (UserId user : pending.joined) {
        joins.computeIfAbsent(user, id -> new ArrayList<>()).add(pending.id().value());
      }
    }
    index.announce(joins, nowMillis);
  }

  Set<ConversationId> idsOf(UserId user) {
    return Set.copyOf(of(user).keySet());
  }

  /**
   * Users who share a group with the user, or a direct conversation in which both have written;
   * whom they block, too, where they share a group.
   */
  Set<UserId> contactsOf(Epoch epoch, UserId user) {
    Map<ConversationId, ConversationRecord> closed = of(user);
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

  /** The first direct conversations of the two, by id. */
  List<ConversationId> directOf(Epoch epoch, UserId asker, UserId other, int limit) {
    Pair two = new Pair(asker, other);
    Map<ConversationId, ConversationRecord> direct = of(asker);
    direct.values().removeIf(core -> core.kind() != Kind.DIRECT);
    return new Conversations(epoch, reads)
        .find(direct.keySet()).values().stream()
            .map(StoredConversation::conversation)
            .filter(conversation -> conversation.isBetween(two))
            .map(Conversation::id)
            .sorted(Comparator.comparing(ConversationId::value))
            .limit(limit)
            .toList();
  }

  /** A page of them, those with the newest activity first. */
  Listing list(Epoch epoch, UserId user, ListingRequest query) {
    List<Cursor> places = places(user, query);
    int limit = query.limit();
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
        if (bytes > query.maxBytes() && !page.isEmpty()) {
          return new Listing(page, Optional.of(places.get(i - 1)));
        }
        page.add(listed);
      }
    }
    return new Listing(page, Optional.empty());
  }

  /** What the page may have, and one more where there is more. */
  private List<Cursor> places(UserId user, ListingRequest query) {
    Optional<Cursor> after = query.after();
    return of(user, query.withHidden()).entrySet().stream()
        .map(entry -> new Cursor(entry.getValue().lastAtMillis(), entry.getKey()))
        .filter(place -> after.isEmpty() || Cursor.NEWEST_FIRST.compare(after.get(), place) < 0)
        .sorted(Cursor.NEWEST_FIRST)
        .limit(query.limit() + 1L)
        .toList();
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
                  state.unread(),
                  state.preferences()));
        });
    return all;
  }

  private Map<ConversationId, ConversationRecord> of(UserId user) {
    return of(user, true);
  }

  /** Where the user takes part; what is only noted is taken out when it is old enough. */
  private Map<ConversationId, ConversationRecord> of(UserId user, boolean withHidden) {
    Map<String, Long> joined = index.of(user);
    Map<String, Question> questions = new HashMap<>();
    for (String name : joined.keySet()) {
      questions.put(name, Question.member(new ConversationId(name), user, !withHidden));
    }
    Map<Question, Object> given = reads.ask(questions.values());
    Map<ConversationId, ConversationRecord> cores = new HashMap<>();
    Map<String, Long> wrong = new HashMap<>();
    joined.forEach(
        (name, at) -> {
          List<?> answer = RedisAnswers.list(given.get(questions.get(name)));
          if (answer.isEmpty()) {
            wrong.put(name, at);
            return;
          }
          ConversationRecord core = ConversationRecord.parse(RedisAnswers.text(answer.get(0)));
          if (!isHidden(core, RedisAnswers.text(answer.get(1)))) {
            cores.put(new ConversationId(name), core);
          }
        });
    index.repair(user, wrong);
    return cores;
  }

  private static boolean isHidden(ConversationRecord core, String preferences) {
    return !preferences.isEmpty() && Personal.preferences(preferences).isHiddenAt(core.head());
  }
}
