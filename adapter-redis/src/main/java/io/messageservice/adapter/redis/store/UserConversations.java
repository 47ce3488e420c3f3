package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a user takes part in. */
final class UserConversations {

  private final Epoch epoch;
  private final Reads reads;
  private final Joins joins;
  private final InstantSource clock;
  private final RedisAnswers answers;

  UserConversations(Epoch epoch, Reads reads, Joins joins, InstantSource clock) {
    this.epoch = epoch;
    this.reads = reads;
    this.joins = joins;
    this.clock = clock;
    this.answers = new RedisAnswers(epoch);
  }

  Set<ConversationId> idsOf(UserId user) {
    return Set.copyOf(of(user).keySet());
  }

  /** Users who share a group with the user, or a direct conversation in which both have written. */
  Set<UserId> contactsOf(UserId user) {
    Map<ConversationId, Core> closed = of(user);
    closed.values().removeIf(core -> core.kind() == Kind.OPEN);
    List<StoredConversation> common = new ArrayList<>();
    for (StoredConversation stored :
        new Conversations(epoch, reads).find(closed.keySet()).values()) {
      if (stored.conversation().has(user)) {
        common.add(stored);
      }
    }
    Set<ConversationId> mutual = new MutualConversations(reads, epoch.senders()).mutual(common);
    Set<UserId> contacts = new HashSet<>();
    for (StoredConversation stored : common) {
      if (stored.core().kind() == Kind.GROUP || mutual.contains(stored.conversation().id())) {
        contacts.addAll(stored.conversation().participants().asSet());
      }
    }
    contacts.remove(user);
    return contacts;
  }

  /** A page of them, those with the newest activity first. */
  Listing list(UserId user, Optional<Cursor> after, int limit, int maxBytes) {
    List<Cursor> places =
        of(user).entrySet().stream()
            .map(entry -> new Cursor(entry.getValue().lastAtMillis(), entry.getKey()))
            .filter(place -> after.isEmpty() || Cursor.NEWEST_FIRST.compare(after.get(), place) < 0)
            .sorted(Cursor.NEWEST_FIRST)
            .limit(limit + 1L)
            .toList();
    Map<ConversationId, Listed> found =
        listed(user, places.subList(0, Math.min(limit, places.size())));
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
  private Map<ConversationId, Listed> listed(UserId user, List<Cursor> places) {
    List<ConversationId> ids = places.stream().map(Cursor::conversation).toList();
    Map<ConversationId, StoredConversation> conversations =
        new Conversations(epoch, reads).find(ids);
    conversations.values().removeIf(stored -> !stored.conversation().has(user));
    List<Question> questions = new ArrayList<>();
    conversations.forEach(
        (id, stored) -> {
          questions.add(Question.mark(id, user));
          questions.add(Question.message(id, stored.core().head()));
        });
    Map<Question, Object> given = reads.ask(questions);
    UnreadEntries unread = new UnreadEntries(reads, epoch.senders());
    Map<ConversationId, Listed> all = new HashMap<>();
    conversations.forEach(
        (id, stored) -> {
          long head = stored.core().head();
          long readUpTo = RedisAnswers.readUpTo(given.get(Question.mark(id, user)));
          Optional<Message> last = answers.message(id, given.get(Question.message(id, head)));
          int count = unread.count(id, head, user, readUpTo);
          all.put(id, new Listed(stored.conversation(), last, readUpTo, count));
        });
    return all;
  }

  /** Where the user takes part; what is only noted is taken out when it is old enough. */
  private Map<ConversationId, Core> of(UserId user) {
    Map<ConversationId, Long> joined = joins.of(user);
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
    joins.repair(user, wrong, clock.millis());
    return cores;
  }
}
