package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.ConversationRows.ConversationRow;
import io.messageservice.adapter.sqlite.store.ListingRows.Reading;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.Missed;
import io.messageservice.application.port.out.History.NoLonger;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.application.store.Sizes;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables as they were when a read began. Only the thread that reads may call. */
final class Snapshot {

  private final ConversationRows conversations;
  private final MessageRows messages;
  private final ChangedRows changed;
  private final Positions positions;
  private final PersonalRows personal;
  private final BlockRows blocks;
  private final UnreadRows unread;
  private final ContactRows contacts;
  private final ChangeRows changes;

  Snapshot(Statements statements, SharedState shared) {
    this.conversations = new ConversationRows(statements, shared.participants());
    this.changed = new ChangedRows(statements, shared.digests());
    this.messages = new MessageRows(statements, shared.ids(), changed);
    this.positions = new Positions(statements);
    this.personal = new PersonalRows(statements);
    this.blocks = new BlockRows(statements);
    this.changes = new ChangeRows(statements);
    this.unread = new UnreadRows(positions, messages, changed, shared.senders());
    this.contacts = new ContactRows(statements, positions, messages, shared.senders());
  }

  ConversationRows conversations() {
    return conversations;
  }

  ChangeRows changes() {
    return changes;
  }

  BlockRows blocks() {
    return blocks;
  }

  /** The contacts of the user, without those who are blocked either way. */
  Set<UserId> contactsOf(UserId user) throws SQLException {
    return contacts.of(user, blocks.with(user));
  }

  /** Whether it is a direct conversation in which both have written, and that is not blocked. */
  boolean isMutual(ConversationId id) throws SQLException {
    Optional<ConversationRow> found = conversations.find(id);
    return found.isPresent()
        && found.get().conversation().kind() == Kind.DIRECT
        && !found.get().conversation().isBlocked()
        && contacts.haveBothWritten(found.get().extent());
  }

  Page after(ConversationId id, long seq, int limit, int maxBytes) throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    if (found.isEmpty() || seq >= found.get().head()) {
      return Page.EMPTY;
    }
    long from = Math.max(0, seq) + 1;
    long head = found.get().head();
    long[] rows = positions.rows(found.get(), from, Math.min(head, from + limit - 1));
    List<Message> page = read(id, found.get(), rows, maxBytes);
    return new Page(page, page.get(page.size() - 1).seq() < head);
  }

  Page before(ConversationId id, long seq, int limit, int maxBytes) throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    if (found.isEmpty() || seq <= 1 || found.get().head() == 0) {
      return Page.EMPTY;
    }
    long to = Math.min(found.get().head(), seq - 1);
    long[] rows = positions.rows(found.get(), Math.max(1, to - limit + 1), to);
    reverse(rows);
    List<Message> page = read(id, found.get(), rows, maxBytes);
    Collections.reverse(page);
    return new Page(page, page.get(0).seq() > 1);
  }

  Page changed(ConversationId id, long upToSeq, long afterRev, int limit, int maxBytes)
      throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    if (found.isEmpty()) {
      return Page.EMPTY;
    }
    long[] rows = changed.rows(found.get(), upToSeq, afterRev, limit + 1L);
    List<Message> page = read(id, found.get(), firstOf(rows, limit), maxBytes);
    return new Page(page, page.size() < rows.length);
  }

  long changedCount(ConversationId id, long upToSeq, long afterRev, long most) throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    return found.isEmpty() ? 0 : changed.count(found.get(), upToSeq, afterRev, most);
  }

  Optional<Message> message(MessageId id) throws SQLException {
    return messages.find(id);
  }

  ReactionPage reactions(
      ConversationId id, long seq, Optional<Reaction> reaction, long afterRev, int limit)
      throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    return found.isEmpty()
        ? new ReactionPage(List.of(), false)
        : messages.reactions().page(found.get().conversation(), seq, reaction, afterRev, limit);
  }

  List<OwnReactions> ownReactions(ConversationId id, UserId user, long fromSeq, long toSeq)
      throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    return found.isEmpty() || found.get().changes() == 0
        ? List.of()
        : messages.reactions().own(found.get().conversation(), user, fromSeq, toSeq);
  }

  Missed missed(ConversationId id, Position after, int limit, int maxBytes) throws SQLException {
    Optional<ConversationRow> found = conversations.find(id);
    if (found.isEmpty()) {
      return Missed.NOTHING;
    }
    Extent extent = found.get().extent();
    long[] changedRows = changed.rows(extent, after.seq(), after.rev(), limit + 1L);
    long[] firstChanged = firstOf(changedRows, limit);
    long sent = Math.max(0, extent.head() - after.seq());
    long to = after.seq() + Math.min(sent, limit - firstChanged.length);
    long[] sentRows = positions.rows(extent, after.seq() + 1, to);
    List<Message> page = read(id, extent, then(firstChanged, sentRows), maxBytes);
    int split = Math.min(firstChanged.length, page.size());
    return new Missed(
        Optional.of(found.get().conversation()),
        page.subList(0, split),
        page.subList(split, page.size()),
        page.size() < changedRows.length + sent);
  }

  ReadState standing(ConversationId id, UserId reader, int maxReaders) throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    if (found.isEmpty()) {
      return ReadState.NONE;
    }
    long number = found.get().conversation();
    long readUpTo = personal.readUpTo(number, reader);
    return new ReadState(
        readUpTo,
        unread.count(found.get(), reader, readUpTo),
        personal.preferences(number, reader),
        personal.readers(number, maxReaders));
  }

  /** How far each of the users has come whom anything has reached. */
  Map<UserId, Reader> readers(ConversationId id, Collection<UserId> users) throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    return found.isEmpty() ? Map.of() : personal.readers(found.get().conversation(), users);
  }

  /** How those of the users want it who asked for anything. */
  Map<UserId, Preferences> preferences(ConversationId id, Collection<UserId> users)
      throws SQLException {
    Optional<Extent> found = conversations.extent(id);
    return found.isEmpty() ? Map.of() : personal.preferences(found.get().conversation(), users);
  }

  /** What is unread of those that the user takes part in. */
  Map<ConversationId, Unread> unread(UserId user, Collection<ConversationId> ids)
      throws SQLException {
    Map<ConversationId, Unread> counts = new HashMap<>();
    for (Reading one : conversations.listings().named(user, ids)) {
      counts.put(one.conversation(), unread.of(one, user));
    }
    return counts;
  }

  /**
   * What is unread of all that the user has not hidden; all of which is read is not looked into.
   */
  UnreadTotal unreadTotal(UserId user, Instant now) throws SQLException {
    UnreadTotal total = UnreadTotal.NONE;
    for (Reading one : conversations.listings().notAllRead(user)) {
      boolean isMuted = one.preferences().isMutedAt(now);
      int messages = isMuted ? 0 : unread.toAdd(total, one, user);
      total = total.and(new Unread(messages, one.mentions()), isMuted);
    }
    return total;
  }

  /**
   * The conversations of the user, a page of them.
   *
   * @param since the row of the point that is asked for; empty where there is none
   */
  Listing conversationsOf(UserId user, ListingRequest query, Optional<Long> since)
      throws SQLException {
    ListingRows listings = conversations.listings();
    boolean isPoint = since.isPresent() && listings.isKept(since.get());
    List<Cursor> places =
        isPoint
            ? listings.since(user, query.after(), query.limit() + 1, since.get())
            : listings.newest(user, query.after(), query.limit() + 1, query.withHidden());
    return page(user, query, places, query.since().isPresent() && !isPoint);
  }

  private Listing page(UserId user, ListingRequest query, List<Cursor> places, boolean reset)
      throws SQLException {
    Map<ConversationId, Reading> readings = readings(user, places);
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    for (Cursor place : places) {
      if (page.size() == query.limit()) {
        return new Listing(page, Optional.of(last(page)), reset);
      }
      Entry entry = entry(place, user, readings);
      bytes += Sizes.bytes(entry);
      if (bytes > query.maxBytes() && !page.isEmpty()) {
        return new Listing(page, Optional.of(last(page)), reset);
      }
      page.add(entry);
    }
    return new Listing(page, Optional.empty(), reset);
  }

  private static Cursor last(List<Entry> page) {
    return page.get(page.size() - 1).place();
  }

  private Map<ConversationId, Reading> readings(UserId user, List<Cursor> places)
      throws SQLException {
    List<ConversationId> ids = places.stream().map(Cursor::conversation).toList();
    Map<ConversationId, Reading> readings = new HashMap<>();
    for (Reading one : conversations.listings().named(user, ids)) {
      readings.put(one.conversation(), one);
    }
    return readings;
  }

  private Entry entry(Cursor place, UserId user, Map<ConversationId, Reading> readings)
      throws SQLException {
    Reading reading = readings.get(place.conversation());
    return reading == null
        ? new NoLonger(place.conversation(), place.lastAtMillis())
        : listed(reading, user);
  }

  private Listed listed(Reading reading, UserId user) throws SQLException {
    ConversationRow row = conversations.find(reading.conversation()).orElseThrow();
    return new Listed(
        row.conversation(),
        lastOf(row),
        reading.readUpTo(),
        unread.of(reading, user),
        reading.preferences());
  }

  private Optional<Message> lastOf(ConversationRow row) throws SQLException {
    return row.conversation().isSilent()
        ? Optional.empty()
        : Optional.of(
            messages.at(row.lastRow(), row.conversation().id(), row.extent().changes() > 0));
  }

  /** The messages in these rows, in their order, as far as the bytes reach; one at least. */
  private List<Message> read(ConversationId id, Extent extent, long[] rows, int maxBytes)
      throws SQLException {
    List<Message> page = new ArrayList<>(rows.length);
    long bytes = 0;
    for (long row : rows) {
      Message message = messages.at(row, id, extent.changes() > 0);
      bytes += Sizes.bytes(message);
      if (bytes > maxBytes && !page.isEmpty()) {
        return page;
      }
      page.add(message);
    }
    return page;
  }

  private static long[] firstOf(long[] rows, int limit) {
    return rows.length <= limit ? rows : Arrays.copyOf(rows, limit);
  }

  private static long[] then(long[] first, long[] next) {
    long[] both = Arrays.copyOf(first, first.length + next.length);
    System.arraycopy(next, 0, both, first.length, next.length);
    return both;
  }

  private static void reverse(long[] rows) {
    for (int i = 0, j = rows.length - 1; i < j; i++, j--) {
      long row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }

  /** Counts what is unread, by the rows of messages. Only the thread that reads may call. */
  record UnreadRows(
      Positions positions, MessageRows messages, ChangedRows changed, KnownSenders<Long> known) {

    /** So many newest messages are looked at first where one that is unread is enough. */
    private static final int NEWEST = 64;

    /** What others sent after that position, but for deleted messages and those of the system. */
    int count(Extent extent, UserId reader, long readUpTo) throws SQLException {
      return known.unread(
          extent.conversation(), extent.head(), reader, readUpTo, new Sent(this, extent));
    }

    /**
     * What is to be added to a total. Where that counts no more messages, only whether there are
     * any is of interest: mostly the newest ones show it.
     */
    int toAdd(UnreadTotal total, Reading one, UserId reader) throws SQLException {
      long newest = Math.max(one.readUpTo(), one.extent().head() - NEWEST);
      int some =
          total.messages() < UnreadTotal.MAX_MESSAGES ? 0 : count(one.extent(), reader, newest);
      return some > 0 ? some : count(one.extent(), reader, one.readUpTo());
    }

    /** What others sent, and how many of that mention the reader. */
    Unread of(Reading reading, UserId reader) throws SQLException {
      return new Unread(count(reading.extent(), reader, reading.readUpTo()), reading.mentions());
    }
  }

  /** What was sent in one conversation. */
  private record Sent(UnreadRows rows, Extent extent) implements KnownSenders.Source<SQLException> {

    @Override
    public SenderRuns read(long from, long to) throws SQLException {
      return SenderRuns.of(
          rows.messages().countedSenders(rows.positions().rows(extent, from, to)), to);
    }

    @Override
    public long deletedOfOthers(UserId reader, long from, long to) throws SQLException {
      return rows.changed().deletedOfOthers(extent, reader, from, to);
    }
  }
}
