package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.format.CommitPoint;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In which conversations each user takes part, by a {@link UserIndex}: a reader asks those that it
 * names. Any thread that may block may call.
 */
final class UserConversations {

  /** Longer than it is to be known, since clocks differ. */
  private static final Duration REMOVALS_KEPT = History.REMOVALS_KEPT.plusDays(1);

  private final Reads reads;
  private final UserIndex index;
  private final InstantSource clock;

  UserConversations(RedisConnection connection, InstantSource clock) {
    this.reads = new Reads(connection);
    this.index = new UserIndex(connection, "conversations:", clock);
    this.clock = clock;
  }

  /** Notes who is about to take part where; returns when all of it is noted. */
  void announce(Collection<PendingRecord> conversations, long nowMillis) {
    Map<UserId, List<String>> joins = new HashMap<>();
    for (PendingRecord pending : conversations) {
      for (UserId user : pending.joined()) {
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

  /** A point behind all that is committed. */
  ListingPoint point(Epoch epoch) {
    long nowMillis = clock.millis();
    List<Question> questions =
        IntStream.range(0, KeyPartition.COUNT)
            .mapToObj(i -> Question.commits(new KeyPartition(i)))
            .toList();
    Map<Question, Object> given = reads.ask(questions);
    List<Long> commits =
        questions.stream().map(question -> RedisAnswers.number(given.get(question))).toList();
    String text = new CommitPoint(epoch.name(), nowMillis, commits).text();
    return new ListingPoint(epoch.points().encrypt(text));
  }

  /** A page of them, those with the newest activity first. */
  Listing list(Epoch epoch, UserId user, ListingRequest query) {
    Optional<CommitPoint> since =
        query
            .since()
            .flatMap(kept -> epoch.points().decrypt(kept.value()))
            .flatMap(text -> CommitPoint.parse(text, epoch.name(), clock.instant()));
    boolean reset = query.since().isPresent() && since.isEmpty();
    Taking taking = read(user, query.withHidden(), since);
    List<Cursor> places = places(taking, query);
    int limit = query.limit();
    Map<ConversationId, Entry> found =
        entries(epoch, user, taking, places.subList(0, Math.min(limit, places.size())));
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < places.size(); i++) {
      if (i == limit) {
        return new Listing(page, Optional.of(places.get(i - 1)), reset);
      }
      Entry entry = found.get(places.get(i).conversation());
      if (entry != null) {
        bytes += Sizes.bytes(entry);
        if (bytes > query.maxBytes() && !page.isEmpty()) {
          return new Listing(page, Optional.of(places.get(i - 1)), reset);
        }
        page.add(entry);
      }
    }
    return new Listing(page, Optional.empty(), reset);
  }

  /** What the page may have, and one more where there is more. */
  private static List<Cursor> places(Taking taking, ListingRequest query) {
    Optional<Cursor> after = query.after();
    List<Cursor> places = new ArrayList<>();
    taking.there.forEach((id, core) -> places.add(new Cursor(core.lastAtMillis(), id)));
    taking.left.forEach((id, atMillis) -> places.add(new Cursor(atMillis, id)));
    return places.stream()
        .filter(place -> after.isEmpty() || Cursor.NEWEST_FIRST.compare(after.get(), place) < 0)
        .sorted(Cursor.NEWEST_FIRST)
        .limit(query.limit() + 1L)
        .toList();
  }

  /** What stands at the places, where the user still takes part or has left. */
  private Map<ConversationId, Entry> entries(
      Epoch epoch, UserId user, Taking taking, List<Cursor> places) {
    Map<ConversationId, Entry> all = new HashMap<>();
    List<ConversationId> there = new ArrayList<>();
    for (Cursor place : places) {
      if (taking.left.containsKey(place.conversation())) {
        all.put(place.conversation(), new NoLonger(place.conversation(), place.lastAtMillis()));
      } else {
        there.add(place.conversation());
      }
    }
    putListed(epoch, user, there, all);
    return all;
  }

  /** Those in which the user still takes part. */
  private void putListed(
      Epoch epoch, UserId user, List<ConversationId> ids, Map<ConversationId, Entry> all) {
    Map<ConversationId, StoredConversation> conversations =
        new Conversations(epoch, reads).find(ids);
    conversations.values().removeIf(stored -> !stored.conversation().has(user));
    Map<ConversationId, Question> counts = new HashMap<>();
    Map<ConversationId, Question> messages = new HashMap<>();
    conversations.forEach(
        (id, stored) -> {
          counts.put(id, Question.unread(id, user, Optional.empty()));
          messages.put(id, Question.lastMessage(id, stored.core()));
        });
    Map<Question, Object> given =
        reads.ask(Stream.concat(counts.values().stream(), messages.values().stream()).toList());
    Map<ConversationId, List<?>> counted = new HashMap<>();
    counts.forEach((id, question) -> counted.put(id, RedisAnswers.list(given.get(question))));
    counted.values().removeIf(List::isEmpty); // left meanwhile
    StoreAnswers answers = new StoreAnswers(epoch);
    new UnreadCounts(epoch, reads)
        .counted(user, counted)
        .forEach(
            (id, has) ->
                all.put(
                    id,
                    new Listed(
                        Objects.requireNonNull(conversations.get(id)).conversation(),
                        answers.message(id, given.get(messages.get(id))),
                        has.own().readUpTo(),
                        has.unread(),
                        has.own().preferences())));
  }

  /** In which the user may take part. */
  Set<ConversationId> namedOf(UserId user) {
    return index.of(user).keySet().stream().map(ConversationId::new).collect(Collectors.toSet());
  }

  private Map<ConversationId, ConversationRecord> of(UserId user) {
    return read(user, true, Optional.empty()).there;
  }

  /**
   * Where a user takes part.
   *
   * @param left what they have left after a point, and when
   */
  private record Taking(
      Map<ConversationId, ConversationRecord> there, Map<ConversationId, Long> left) {}

  /**
   * Where the user takes part, or what changed of that after a point, hidden ones too; what is only
   * noted is taken out when it is old enough.
   */
  private Taking read(UserId user, boolean withHidden, Optional<CommitPoint> since) {
    boolean leavesHiddenOut = !withHidden && since.isEmpty();
    Map<String, Long> joined = index.of(user);
    Map<String, Question> questions = new HashMap<>();
    for (String name : joined.keySet()) {
      ConversationId id = new ConversationId(name);
      questions.put(name, Question.member(id, user, leavesHiddenOut, since));
    }
    Map<Question, Object> given = reads.ask(questions.values());
    long leftLongAgo = clock.instant().minus(REMOVALS_KEPT).toEpochMilli();
    Taking taking = new Taking(new HashMap<>(), new HashMap<>());
    Map<String, Long> wrong = new HashMap<>();
    joined.forEach(
        (name, at) -> {
          Member member = Member.parse(RedisAnswers.list(given.get(questions.get(name))));
          if (member.core == null) {
            if (member.leftAtMillis < leftLongAgo) {
              wrong.put(name, at);
            } else if (member.isAfter) {
              taking.left.put(new ConversationId(name), member.leftAtMillis);
            }
          } else if (since.isPresent() ? member.isAfter : !member.isHidden()) {
            taking.there.put(new ConversationId(name), member.core);
          }
        });
    index.repair(user, wrong);
    return taking;
  }

  /**
   * What {@link Question#member} asks.
   *
   * @param core null where the user does not take part
   * @param isHidden as the user has it, where that was asked for
   * @param leftAtMillis 0 where that is not known
   * @param isAfter whether something changed after the point
   */
  private record Member(
      @Nullable ConversationRecord core, boolean isHidden, long leftAtMillis, boolean isAfter) {

    static Member parse(List<?> answer) {
      if (answer.isEmpty()) {
        return new Member(null, false, 0, false);
      }
      boolean isAfter = RedisAnswers.number(answer.get(2)) == 1;
      if (answer.get(0) == null) {
        return new Member(null, false, RedisAnswers.number(answer.get(1)), isAfter);
      }
      ConversationRecord core = ConversationRecord.parse(RedisAnswers.text(answer.get(0)));
      String own = RedisAnswers.text(answer.get(1));
      boolean isHidden = !own.isEmpty() && PersonalText.preferences(own).isHiddenAt(core.head());
      return new Member(core, isHidden, 0, isAfter);
    }
  }
}
