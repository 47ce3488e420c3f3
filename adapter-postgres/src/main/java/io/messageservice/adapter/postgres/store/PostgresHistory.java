package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresDatabase;
import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.adapter.postgres.store.ConversationReads.Core;
import io.messageservice.adapter.postgres.store.ConversationReads.StoredConversation;
import io.messageservice.adapter.postgres.store.ListingReads.Reading;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.PositionIds.Found;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The read side. Each call reads in one short transaction and keeps nothing open. */
final class PostgresHistory implements History {

  private final PostgresDatabase database;

  PostgresHistory(PostgresDatabase database) {
    this.database = database;
  }

  @Override
  public String epoch() {
    return database.epochs().known().name();
  }

  @Override
  public Optional<Conversation> conversation(ConversationId id) {
    return read(now -> now.conversations.find(id).map(StoredConversation::conversation));
  }

  @Override
  public Page after(ConversationId conversation, long seq, int limit, int maxBytes) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          if (in.isEmpty() || seq >= in.get().head()) {
            return Page.EMPTY;
          }
          List<Message> found =
              now.messages.after(in.get().number(), conversation, Math.max(0, seq), limit);
          List<Message> page = Sizes.firstWithin(found, maxBytes);
          return new Page(page, page.get(page.size() - 1).seq() < in.get().head());
        });
  }

  @Override
  public Page before(ConversationId conversation, long seq, int limit, int maxBytes) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          if (in.isEmpty() || seq <= 1 || in.get().head() == 0) {
            return Page.EMPTY;
          }
          List<Message> found = now.messages.before(in.get().number(), conversation, seq, limit);
          List<Message> page = new ArrayList<>(Sizes.firstWithin(found, maxBytes));
          Collections.reverse(page);
          return new Page(page, page.get(0).seq() > 1);
        });
  }

  @Override
  public Page changed(
      ConversationId conversation, long upToSeq, long afterRev, int limit, int maxBytes) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          if (in.filter(Core::hasChangedMessages).isEmpty()) {
            return Page.EMPTY;
          }
          List<Message> found =
              now.messages.changed(in.get().number(), conversation, upToSeq, afterRev, more(limit));
          List<Message> page = Sizes.firstWithin(firstOf(found, limit), maxBytes);
          return new Page(page, page.size() < found.size());
        });
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return read(
        now -> {
          Optional<Found> found = now.epoch.ids().open(id);
          if (found.isEmpty()) {
            return Optional.empty();
          }
          Map<Long, ConversationId> ids =
              now.conversations.ids(List.of(found.get().conversation()));
          return ids.isEmpty()
              ? Optional.empty()
              : Optional.ofNullable(now.messages.at(List.of(found.get()), ids).get(found.get()));
        });
  }

  @Override
  public ReactionPage reactions(
      ConversationId conversation,
      long seq,
      Optional<Reaction> reaction,
      long afterRev,
      int limit) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          List<GivenReaction> found =
              in.isEmpty()
                  ? List.of()
                  : now.messages.reactions(in.get().number(), seq, reaction, afterRev, more(limit));
          return new ReactionPage(
              found.subList(0, Math.min(limit, found.size())), found.size() > limit);
        });
  }

  @Override
  public List<OwnReactions> ownReactions(
      ConversationId conversation, UserId user, long fromSeq, long toSeq) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          return in.filter(Core::hasChangedMessages).isEmpty()
              ? List.of()
              : now.messages.own(in.get().number(), user, fromSeq, toSeq);
        });
  }

  @Override
  public long changedCount(ConversationId conversation, long upToSeq, long afterRev, long most) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          return in.filter(Core::hasChangedMessages).isEmpty()
              ? 0L
              : now.messages.changedCount(in.get().number(), upToSeq, afterRev, most);
        });
  }

  @Override
  public Missed missed(ConversationId conversation, Position after, int limit, int maxBytes) {
    return read(
        now -> {
          Optional<StoredConversation> in = now.conversations.find(conversation);
          if (in.isEmpty()) {
            return Missed.NOTHING;
          }
          long number = in.get().number();
          Conversation there = in.get().conversation();
          List<Message> changed =
              there.messageChanges() == 0
                  ? List.of()
                  : now.messages.changed(
                      number, conversation, after.seq(), after.rev(), more(limit));
          List<Message> all = new ArrayList<>(firstOf(changed, limit));
          int older = all.size();
          long sent = Math.max(0, there.head() - after.seq());
          if (older < limit && sent > 0) {
            all.addAll(now.messages.after(number, conversation, after.seq(), limit - older));
          }
          List<Message> page = Sizes.firstWithin(all, maxBytes);
          int split = Math.min(older, page.size());
          return new Missed(
              Optional.of(there),
              page.subList(0, split),
              page.subList(split, page.size()),
              page.size() < changed.size() + sent);
        });
  }

  @Override
  public Set<UserId> contactsOf(UserId user) {
    return read(now -> now.unread.contactsOf(user, now.personal.blockedWith(user)));
  }

  @Override
  public boolean isMutual(ConversationId conversation) {
    return read(
        now -> {
          Optional<StoredConversation> in = now.conversations.find(conversation);
          return in.isPresent()
              && in.get().conversation().kind() == Kind.DIRECT
              && !in.get().conversation().isBlocked()
              && now.unread.isMutual(in.get().number(), in.get().conversation().head());
        });
  }

  @Override
  public List<ConversationId> directOf(UserId asker, UserId other, int limit) {
    return read(now -> now.conversations.directOf(asker, other, limit));
  }

  @Override
  public Set<UserId> blockedWith(UserId user) {
    return read(now -> now.personal.blockedWith(user));
  }

  @Override
  public List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) {
    return read(now -> now.personal.blockedBy(user, after, limit));
  }

  @Override
  public List<ConversationId> silent(Instant joinedBefore, int limit) {
    return read(now -> now.conversations.silent(joinedBefore, limit));
  }

  @Override
  public ReadState standing(ConversationId conversation, UserId reader, int maxReaders) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          if (in.isEmpty()) {
            return ReadState.NONE;
          }
          long number = in.get().number();
          TableRecords.Member member = new TableRecords.Member(number, reader);
          var own = now.personal.personal(List.of(member)).get(member);
          long readUpTo = own == null ? 0 : own.readUpTo();
          return new ReadState(
              readUpTo,
              now.unread.count(
                  number, in.get().head(), in.get().hasChangedMessages(), reader, readUpTo),
              own == null ? Preferences.NONE : own.preferences(),
              now.personal.readers(number, maxReaders));
        });
  }

  @Override
  public Map<UserId, Preferences> preferences(
      ConversationId conversation, Collection<UserId> users) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          return in.isEmpty() ? Map.of() : now.personal.preferences(in.get().number(), users);
        });
  }

  @Override
  public Map<UserId, Reader> readers(ConversationId conversation, Collection<UserId> users) {
    return read(
        now -> {
          Optional<Core> in = now.conversations.core(conversation);
          return in.isEmpty() ? Map.of() : now.personal.readers(in.get().number(), users);
        });
  }

  @Override
  public Listing conversationsOf(UserId user, ListingRequest query) {
    return read(
        now -> {
          Optional<Long> since = query.since().flatMap(point -> placeOf(now.epoch, point));
          boolean isPoint = since.isPresent() && now.listings.isKept(since.get());
          List<Cursor> places =
              isPoint
                  ? now.listings.since(user, query, query.limit() + 1, since.get())
                  : now.listings.newest(user, query, query.limit() + 1);
          return page(now, user, query, places, query.since().isPresent() && !isPoint);
        });
  }

  private static Listing page(
      Tables now, UserId user, ListingRequest query, List<Cursor> places, boolean reset)
      throws SQLException {
    List<Entry> entries = entries(now, user, places);
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : entries) {
      bytes += Sizes.bytes(entry);
      if (page.size() == query.limit() || (bytes > query.maxBytes() && !page.isEmpty())) {
        return new Listing(page, Optional.of(page.get(page.size() - 1).place()), reset);
      }
      page.add(entry);
    }
    return new Listing(page, Optional.empty(), reset);
  }

  private static List<Entry> entries(Tables now, UserId user, List<Cursor> places)
      throws SQLException {
    List<ConversationId> ids = places.stream().map(Cursor::conversation).toList();
    Map<ConversationId, Reading> readings = new HashMap<>();
    now.listings.named(user, ids).forEach(one -> readings.put(one.conversation(), one));
    Map<ConversationId, StoredConversation> stored = now.conversations.find(readings.keySet());
    Map<ConversationId, Message> last = now.last(stored);
    List<Entry> entries = new ArrayList<>();
    for (Cursor place : places) {
      Reading reading = readings.get(place.conversation());
      StoredConversation there = stored.get(place.conversation());
      entries.add(
          reading == null || there == null
              ? new NoLonger(place.conversation(), place.lastAtMillis())
              : new Listed(
                  there.conversation(),
                  Optional.ofNullable(last.get(place.conversation())),
                  reading.readUpTo(),
                  now.unread.of(reading, user),
                  reading.preferences()));
    }
    return entries;
  }

  /** The last place: places are in the order of commits. */
  @Override
  public ListingPoint listingPoint() {
    return read(
        now ->
            new ListingPoint(
                now.epoch
                    .points()
                    .encrypt(now.epoch.name() + ' ' + now.listings.point().orElse(0L))));
  }

  /** Empty where another store, or none, gave the point. */
  private static Optional<Long> placeOf(PostgresEpoch epoch, ListingPoint point) {
    String before = epoch.name() + ' ';
    return epoch
        .points()
        .decrypt(point.value())
        .filter(text -> text.startsWith(before))
        .map(text -> Long.valueOf(text.substring(before.length())));
  }

  @Override
  public Map<ConversationId, Unread> unread(UserId user, Collection<ConversationId> conversations) {
    return read(
        now -> {
          Map<ConversationId, Unread> counts = new HashMap<>();
          for (Reading one : now.listings.named(user, conversations)) {
            counts.put(one.conversation(), now.unread.of(one, user));
          }
          return counts;
        });
  }

  @Override
  public UnreadTotal unreadTotal(UserId user, Instant at) {
    return read(
        now -> {
          UnreadTotal total = UnreadTotal.NONE;
          for (Reading one : now.listings.notAllRead(user)) {
            boolean isMuted = one.preferences().isMutedAt(at);
            int messages = isMuted ? 0 : now.unread.toAdd(total, one, user);
            total = total.and(new Unread(messages, one.mentions()), isMuted);
          }
          return total;
        });
  }

  @Override
  public Map<ConversationId, Position> heads(Collection<ConversationId> conversations) {
    return read(now -> now.conversations.heads(conversations));
  }

  @Override
  public Set<ConversationId> conversationIdsOf(UserId user) {
    return read(now -> Set.copyOf(now.conversations.idsOf(user)));
  }

  /** One more than the limit, to find whether there are more. */
  private static int more(int limit) {
    return limit == Integer.MAX_VALUE ? limit : limit + 1;
  }

  private static List<Message> firstOf(List<Message> all, int limit) {
    return all.subList(0, Math.min(limit, all.size()));
  }

  private <T> T read(Question<T> question) {
    try {
      return database.read(
          statements -> question.answer(new Tables(statements, database.epochs().known())));
    } catch (SQLException e) {
      throw new StoreUnavailable("the store cannot be read", e);
    }
  }

  /** What is asked of the tables as they are at one moment. */
  private interface Question<T> {
    T answer(Tables now) throws SQLException;
  }

  /** The tables as they were when a read began. Only the thread that reads may call. */
  private static final class Tables {

    private final PostgresEpoch epoch;
    private final ConversationReads conversations;
    private final MessageReads messages;
    private final PersonalReads personal;
    private final ListingReads listings;
    private final UnreadReads unread;

    Tables(PostgresStatements statements, PostgresEpoch epoch) {
      this.epoch = epoch;
      this.conversations = new ConversationReads(statements, epoch);
      this.messages = new MessageReads(statements, epoch);
      this.personal = new PersonalReads(statements);
      this.listings = new ListingReads(statements);
      this.unread = new UnreadReads(statements, messages, epoch);
    }

    /** The newest message of each of them that has one. */
    Map<ConversationId, Message> last(Map<ConversationId, StoredConversation> of)
        throws SQLException {
      Map<Long, ConversationId> ids = new HashMap<>();
      of.forEach((id, stored) -> ids.put(stored.number(), id));
      Map<ConversationId, Message> last = new HashMap<>();
      messages.last(of.values(), ids).forEach(message -> last.put(message.conversation(), message));
      return last;
    }
  }
}
