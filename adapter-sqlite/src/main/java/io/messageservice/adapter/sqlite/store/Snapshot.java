package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.ConversationRows.ConversationRow;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.History.Missed;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
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

  /** The conversations of the user, a page of them. */
  Listing conversationsOf(UserId user, ListingRequest query) throws SQLException {
    List<Listed> page = new ArrayList<>();
    long bytes = 0;
    for (ConversationId id :
        conversations.newest(user, query.after(), query.limit() + 1, query.withHidden())) {
      if (page.size() == query.limit()) {
        return new Listing(page, Optional.of(Cursor.after(last(page))));
      }
      Listed listed = listed(id, user);
      bytes += Sizes.bytes(listed);
      if (bytes > query.maxBytes() && !page.isEmpty()) {
        return new Listing(page, Optional.of(Cursor.after(last(page))));
      }
      page.add(listed);
    }
    return new Listing(page, Optional.empty());
  }

  private Listed listed(ConversationId id, UserId user) throws SQLException {
    ConversationRow row = conversations.find(id).orElseThrow();
    long readUpTo = personal.readUpTo(row.number(), user);
    return new Listed(
        row.conversation(),
        lastOf(row),
        readUpTo,
        unread.count(row.extent(), user, readUpTo),
        personal.preferences(row.number(), user));
  }

  private Optional<Message> lastOf(ConversationRow row) throws SQLException {
    return row.conversation().isSilent()
        ? Optional.empty()
        : Optional.of(
            messages.at(row.lastRow(), row.conversation().id(), row.extent().changes() > 0));
  }

  private static Conversation last(List<Listed> page) {
    return page.get(page.size() - 1).conversation();
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

    /** What others sent after that position, but for deleted messages and those of the system. */
    int count(Extent extent, UserId reader, long readUpTo) throws SQLException {
      return known.unread(
          extent.conversation(), extent.head(), reader, readUpTo, new Sent(this, extent));
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
