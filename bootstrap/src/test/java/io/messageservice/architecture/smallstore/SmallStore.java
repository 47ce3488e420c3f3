package io.messageservice.architecture.smallstore;

import io.messageservice.application.memory.BlockTable;
import io.messageservice.application.memory.ChangeTable;
import io.messageservice.application.memory.PersonalTable;
import io.messageservice.application.memory.ReactionTable;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A store that nodes of one process share: its tables, and what is read of them. Any thread. */
final class SmallStore implements ReadSide {

  /** Guarded by this, as is all else. */
  final Map<ConversationId, Conversation> conversations = new HashMap<>();

  final Map<ConversationId, List<Message>> messages = new HashMap<>();
  final Map<MessageId, byte[]> firstContents = new HashMap<>();
  final Set<MessageId> changed = new HashSet<>();
  final ReactionTable reactions = new ReactionTable();
  final PersonalTable personal = new PersonalTable();
  final BlockTable blocks = new BlockTable();
  final Map<ConversationId, Map<UserId, Ban>> bans = new HashMap<>();
  final Map<ConversationId, Map<UserId, Set<String>>> nodes = new HashMap<>();
  final ChangeTable changes = new ChangeTable();
  final List<Logged> log = new ArrayList<>();

  /** What a commit did, once for each kind of reader. */
  record Logged(
      Optional<ConversationId> conversation,
      List<LoggedEvent> events,
      Optional<Head> stored,
      Optional<AccessChange> access,
      Optional<String> traceparent) {

    Logged by(Trace trace) {
      return new Logged(conversation, events, stored, access, trace.sampledTraceparent());
    }

    private Change at(Place place) {
      Change change =
          new Change(place, "small-" + place.number(), Instant.EPOCH, conversation, events);
      return traceparent.map(change::tracedBy).orElse(change);
    }
  }

  /** The write side as one node has it. One thread at a time may call. */
  Ledger ledgerOf(String node) {
    return new SmallLedger(this, node);
  }

  /** All messages of the conversation: that at index i has the position i + 1. */
  synchronized List<Message> said(ConversationId id) {
    return messages.getOrDefault(id, List.of());
  }

  @Override
  public String epoch() {
    return "only";
  }

  @Override
  public synchronized Optional<Conversation> conversation(ConversationId id) {
    return Optional.ofNullable(conversations.get(id));
  }

  @Override
  public synchronized Page after(ConversationId id, long seq, int limit, int maxBytes) {
    List<Message> rest = said(id).stream().skip(Math.max(0, seq)).toList();
    List<Message> page = Sizes.firstWithin(firstOf(rest, limit), maxBytes);
    return new Page(page, page.size() < rest.size());
  }

  @Override
  public synchronized Page before(ConversationId id, long seq, int limit, int maxBytes) {
    List<Message> rest = new ArrayList<>(said(id).stream().limit(Math.max(1, seq) - 1).toList());
    Collections.reverse(rest);
    List<Message> page = new ArrayList<>(Sizes.firstWithin(firstOf(rest, limit), maxBytes));
    Collections.reverse(page);
    return new Page(page, page.size() < rest.size());
  }

  @Override
  public synchronized Page changed(
      ConversationId id, long upToSeq, long afterRev, int limit, int maxBytes) {
    List<Message> all = changed(id, upToSeq, afterRev);
    List<Message> page = Sizes.firstWithin(firstOf(all, limit), maxBytes);
    return new Page(page, page.size() < all.size());
  }

  private List<Message> changed(ConversationId id, long upToSeq, long afterRev) {
    return said(id).stream()
        .filter(message -> message.seq() <= upToSeq && message.rev() > afterRev)
        .filter(message -> changed.contains(message.id()))
        .sorted(Comparator.comparingLong(Message::rev))
        .toList();
  }

  @Override
  public synchronized Optional<Message> message(MessageId id) {
    return messages.values().stream()
        .flatMap(List::stream)
        .filter(message -> message.id().equals(id))
        .findFirst();
  }

  @Override
  public synchronized ReactionPage reactions(
      ConversationId id, long seq, Optional<Reaction> reaction, long afterRev, int limit) {
    return within(id, seq, seq).stream()
        .findFirst()
        .map(message -> reactions.page(message.id(), reaction, afterRev, limit))
        .orElse(new ReactionPage(List.of(), false));
  }

  @Override
  public synchronized List<OwnReactions> ownReactions(
      ConversationId id, UserId user, long fromSeq, long toSeq) {
    return reactions.own(within(id, fromSeq, toSeq), user);
  }

  private List<Message> within(ConversationId id, long fromSeq, long toSeq) {
    return said(id).stream()
        .filter(message -> message.seq() >= fromSeq && message.seq() <= toSeq)
        .toList();
  }

  @Override
  public synchronized long changedCount(ConversationId id, long upToSeq, long afterRev, long most) {
    return Math.min(most, changed(id, upToSeq, afterRev).size());
  }

  @Override
  public synchronized Missed missed(ConversationId id, Position after, int limit, int maxBytes) {
    List<Message> changed = changed(id, after.seq(), after.rev());
    List<Message> all = new ArrayList<>(changed);
    said(id).stream().skip(after.seq()).forEach(all::add);
    List<Message> page = Sizes.firstWithin(firstOf(all, limit), maxBytes);
    int split = Math.min(changed.size(), page.size());
    return new Missed(
        conversation(id),
        page.subList(0, split),
        page.subList(split, page.size()),
        page.size() < all.size());
  }

  private static <T> List<T> firstOf(List<T> all, int limit) {
    return all.subList(0, Math.min(limit, all.size()));
  }

  @Override
  public synchronized Set<UserId> contactsOf(UserId user) {
    Set<UserId> contacts =
        of(user)
            .filter(each -> each.kind() == Kind.GROUP || isMutual(each.id()))
            .flatMap(each -> each.participants().asSet().stream())
            .collect(Collectors.toCollection(HashSet::new));
    contacts.remove(user);
    contacts.removeAll(blocks.with(user));
    return contacts;
  }

  private Stream<Conversation> of(UserId user) {
    return conversations.values().stream().filter(each -> each.has(user));
  }

  @Override
  public synchronized boolean isMutual(ConversationId id) {
    return conversation(id)
            .filter(each -> each.kind() == Kind.DIRECT && !each.isBlocked())
            .isPresent()
        && said(id).stream().map(Message::sender).distinct().count() > 1;
  }

  @Override
  public synchronized List<ConversationId> directOf(UserId asker, UserId other, int limit) {
    Pair two = new Pair(asker, other);
    return conversations.values().stream()
        .filter(each -> each.isBetween(two))
        .map(Conversation::id)
        .sorted(Comparator.comparing(ConversationId::value))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Set<UserId> blockedWith(UserId user) {
    return blocks.with(user);
  }

  @Override
  public synchronized List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) {
    return blocks.blockedBy(user, after, limit);
  }

  @Override
  public synchronized List<ConversationId> silent(Instant joinedBefore, int limit) {
    return conversations.values().stream()
        .filter(each -> each.mayEndUnused() && each.lastAt().isAfter(Instant.EPOCH))
        .filter(each -> each.lastAt().isBefore(joinedBefore))
        .sorted(Comparator.comparing(Conversation::lastAt))
        .limit(limit)
        .map(Conversation::id)
        .toList();
  }

  @Override
  public synchronized ReadState standing(ConversationId id, UserId reader, int maxReaders) {
    Optional<Conversation> found = conversation(id);
    if (found.isEmpty()) {
      return ReadState.NONE;
    }
    return new ReadState(
        personal.readUpTo(id, reader),
        countUnread(id, reader),
        personal.preferences(id, reader),
        personal.readers(id).stream()
            .filter(each -> found.get().has(each.user()))
            .limit(maxReaders)
            .toList());
  }

  @Override
  public synchronized Map<UserId, Reader> readers(ConversationId id, Collection<UserId> users) {
    return personal.readers(id).stream()
        .filter(each -> users.contains(each.user()))
        .collect(Collectors.toMap(Reader::user, each -> each));
  }

  @Override
  public synchronized Map<UserId, Preferences> preferences(
      ConversationId id, Collection<UserId> users) {
    return personal.preferences(id, users);
  }

  private int countUnread(ConversationId id, UserId reader) {
    return (int)
        said(id).stream()
            .skip(personal.readUpTo(id, reader))
            .filter(message -> isOfOthers(message, reader))
            .limit(MAX_UNREAD)
            .count();
  }

  /** Whether it counts as a message of somebody else. */
  static boolean isOfOthers(Message message, UserId reader) {
    return !message.sender().equals(reader)
        && !message.isDeleted()
        && !message.attributes().isSystem();
  }

  @Override
  public synchronized ListingPoint listingPoint() {
    return new ListingPoint(epoch() + ' ' + changes.now());
  }

  @Override
  public synchronized Map<ConversationId, Unread> unread(
      UserId user, Collection<ConversationId> ids) {
    return of(user)
        .map(Conversation::id)
        .filter(ids::contains)
        .collect(Collectors.toMap(id -> id, id -> unreadOf(id, user)));
  }

  private Unread unreadOf(ConversationId id, UserId user) {
    long mentions =
        said(id).stream()
            .skip(personal.readUpTo(id, user))
            .filter(message -> isOfOthers(message, user))
            .map(message -> message.attributes().mentions())
            .filter(named -> named.everybody() || named.users().contains(user))
            .limit(MAX_UNREAD)
            .count();
    return new Unread(countUnread(id, user), (int) mentions);
  }

  @Override
  public synchronized UnreadTotal unreadTotal(UserId user, Instant now) {
    UnreadTotal total = UnreadTotal.NONE;
    for (Conversation each : of(user).filter(one -> !isHidden(one, user)).toList()) {
      Preferences preferences = personal.preferences(each.id(), user);
      total = total.and(unreadOf(each.id(), user), preferences.isMutedAt(now));
    }
    return total;
  }

  @Override
  public synchronized Listing conversationsOf(UserId user, ListingRequest query) {
    Optional<Long> since = query.since().flatMap(this::commit);
    boolean reset = query.since().isPresent() && since.isEmpty();
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    for (Entry each : newestFirst(user, query, since)) {
      bytes += Sizes.bytes(each);
      if (page.size() == query.limit() || (bytes > query.maxBytes() && !page.isEmpty())) {
        return new Listing(page, Optional.of(page.get(page.size() - 1).place()), reset);
      }
      page.add(each);
    }
    return new Listing(page, Optional.empty(), reset);
  }

  /** The commit that the point is behind; empty where it is none of this store. */
  private Optional<Long> commit(ListingPoint point) {
    String prefix = epoch() + ' ';
    return Optional.of(point.value())
        .filter(value -> value.startsWith(prefix))
        .map(value -> Long.valueOf(value.substring(prefix.length())));
  }

  private List<Entry> newestFirst(UserId user, ListingRequest query, Optional<Long> since) {
    Stream<Entry> listed =
        of(user)
            .filter(each -> since.isPresent() || query.withHidden() || !isHidden(each, user))
            .filter(each -> since.isEmpty() || changes.isAfter(since.get(), each.id(), user))
            .map(each -> listed(each, user));
    Stream<Entry> left = since.stream().flatMap(point -> changes.leftAfter(point, user).stream());
    return Stream.concat(listed, left)
        .filter(each -> query.after().filter(end -> !isBefore(end, each.place())).isEmpty())
        .sorted(Comparator.comparing(Entry::place, Cursor.NEWEST_FIRST))
        .toList();
  }

  private static boolean isBefore(Cursor end, Cursor each) {
    return Cursor.NEWEST_FIRST.compare(end, each) < 0;
  }

  private boolean isHidden(Conversation conversation, UserId user) {
    return personal.preferences(conversation.id(), user).isHiddenAt(conversation.head());
  }

  private Listed listed(Conversation conversation, UserId user) {
    ConversationId id = conversation.id();
    Optional<Message> last = said(id).stream().skip(Math.max(0, said(id).size() - 1)).findFirst();
    return new Listed(
        conversation,
        last,
        personal.readUpTo(id, user),
        unreadOf(id, user),
        personal.preferences(id, user));
  }

  @Override
  public synchronized Map<ConversationId, Position> heads(Collection<ConversationId> ids) {
    Map<ConversationId, Position> heads = new HashMap<>();
    ids.forEach(id -> conversation(id).ifPresent(each -> heads.put(id, each.position())));
    return heads;
  }

  @Override
  public synchronized Set<ConversationId> conversationIdsOf(UserId user) {
    return of(user).map(Conversation::id).collect(Collectors.toSet());
  }

  @Override
  public synchronized Place newest() {
    return place(log.size());
  }

  private Place place(int number) {
    return new Place(epoch(), number);
  }

  @Override
  public Optional<Place> noted(String mark) {
    return Optional.empty();
  }

  @Override
  public synchronized Mark end() {
    return new Mark(Integer.toString(log.size()));
  }

  @Override
  public synchronized Heads between(Mark from, Mark end) {
    int last = Math.min(Integer.parseInt(end.value()), Integer.parseInt(from.value()) + MAX_PASSED);
    Map<ConversationId, Head> heads = new HashMap<>();
    Map<ConversationId, AccessChange> access = new HashMap<>();
    for (Logged entry : log.subList(Integer.parseInt(from.value()), last)) {
      entry
          .stored()
          .filter(head -> !head.after().equals(head.end()))
          .ifPresent(head -> heads.merge(head.conversation(), head, Head::and));
      entry.access().ifPresent(one -> access.merge(one.conversation(), one, AccessChange::and));
    }
    Mark mark = new Mark(Integer.toString(last));
    return new Heads(mark, List.copyOf(heads.values()), List.copyOf(access.values()));
  }

  @Override
  public synchronized Changes after(Place from, int limit) {
    boolean isKept = from.epoch().equals(epoch()) && from.number() <= log.size();
    int first = isKept ? (int) from.number() : 0;
    int last = Math.min(log.size(), first + limit);
    List<Change> changes = new ArrayList<>();
    for (int i = first; i < last; i++) {
      changes.add(log.get(i).at(place(i + 1)));
    }
    return new Changes(place(first), changes, List.of(), place(last), last < log.size());
  }
}
