package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.Connections;
import io.messageservice.adapter.sqlite.Statements;
import io.messageservice.adapter.sqlite.store.ConversationRows.ConversationRow;
import io.messageservice.adapter.sqlite.store.SqliteStore.SharedState;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.store.EncryptedText;
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
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The read side. Each call reads in one short transaction and keeps nothing open. */
final class SqliteHistory implements History, ChangeLog {

  private static final Pattern NOTED = Pattern.compile("[0-9]{1,18}");

  private final Connections readers;
  private final SharedState shared;
  private final String epoch;
  private final EncryptedText points;

  SqliteHistory(Connections readers, SharedState shared, String epoch, EncryptedText points) {
    this.readers = readers;
    this.shared = shared;
    this.epoch = epoch;
    this.points = points;
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public Optional<Conversation> conversation(ConversationId id) {
    return read(snapshot -> snapshot.conversations().find(id).map(ConversationRow::conversation));
  }

  @Override
  public Page after(ConversationId conversation, long seq, int limit, int maxBytes) {
    return read(snapshot -> snapshot.after(conversation, seq, limit, maxBytes));
  }

  @Override
  public Page before(ConversationId conversation, long seq, int limit, int maxBytes) {
    return read(snapshot -> snapshot.before(conversation, seq, limit, maxBytes));
  }

  @Override
  public Page changed(
      ConversationId conversation, long upToSeq, long afterRev, int limit, int maxBytes) {
    return read(snapshot -> snapshot.changed(conversation, upToSeq, afterRev, limit, maxBytes));
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return read(snapshot -> snapshot.message(id));
  }

  @Override
  public ReactionPage reactions(
      ConversationId conversation,
      long seq,
      Optional<Reaction> reaction,
      long afterRev,
      int limit) {
    return read(snapshot -> snapshot.reactions(conversation, seq, reaction, afterRev, limit));
  }

  @Override
  public List<OwnReactions> ownReactions(
      ConversationId conversation, UserId user, long fromSeq, long toSeq) {
    return read(snapshot -> snapshot.ownReactions(conversation, user, fromSeq, toSeq));
  }

  @Override
  public long changedCount(ConversationId conversation, long upToSeq, long afterRev, long most) {
    return read(snapshot -> snapshot.changedCount(conversation, upToSeq, afterRev, most));
  }

  @Override
  public Missed missed(ConversationId conversation, Position after, int limit, int maxBytes) {
    return read(snapshot -> snapshot.missed(conversation, after, limit, maxBytes));
  }

  @Override
  public Set<UserId> contactsOf(UserId user) {
    return read(snapshot -> snapshot.contactsOf(user));
  }

  @Override
  public boolean isMutual(ConversationId conversation) {
    return read(snapshot -> snapshot.isMutual(conversation));
  }

  @Override
  public List<ConversationId> directOf(UserId asker, UserId other, int limit) {
    return read(snapshot -> snapshot.conversations().directOf(asker, other, limit));
  }

  @Override
  public Set<UserId> blockedWith(UserId user) {
    return read(snapshot -> snapshot.blocks().with(user));
  }

  @Override
  public List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) {
    return read(snapshot -> snapshot.blocks().blockedBy(user, after, limit));
  }

  @Override
  public List<ConversationId> silent(Instant joinedBefore, int limit) {
    return read(snapshot -> snapshot.conversations().silent(joinedBefore, limit));
  }

  @Override
  public ReadState standing(ConversationId conversation, UserId reader, int maxReaders) {
    return read(snapshot -> snapshot.standing(conversation, reader, maxReaders));
  }

  @Override
  public Map<UserId, Reader> readers(ConversationId conversation, Collection<UserId> users) {
    return read(snapshot -> snapshot.readers(conversation, users));
  }

  @Override
  public Map<UserId, Preferences> preferences(
      ConversationId conversation, Collection<UserId> users) {
    return read(snapshot -> snapshot.preferences(conversation, users));
  }

  @Override
  public Listing conversationsOf(UserId user, ListingRequest query) {
    Optional<Long> row = query.since().flatMap(this::rowOf);
    return read(snapshot -> snapshot.conversationsOf(user, query, row));
  }

  /** The last row: rows are numbered in the order of commits. */
  @Override
  public ListingPoint listingPoint() {
    long row = read(snapshot -> snapshot.changes().end());
    return new ListingPoint(points.encrypt(epoch + ' ' + row));
  }

  /** Empty where another store, or none, gave the point. */
  private Optional<Long> rowOf(ListingPoint point) {
    String before = epoch + ' ';
    return points
        .decrypt(point.value())
        .filter(text -> text.startsWith(before))
        .map(text -> Long.valueOf(text.substring(before.length())));
  }

  @Override
  public Map<ConversationId, Unread> unread(UserId user, Collection<ConversationId> conversations) {
    return read(snapshot -> snapshot.unread(user, conversations));
  }

  @Override
  public UnreadTotal unreadTotal(UserId user, Instant now) {
    return read(snapshot -> snapshot.unreadTotal(user, now));
  }

  @Override
  public Mark end() {
    return markOf(read(snapshot -> snapshot.changes().end()));
  }

  @Override
  public Map<ConversationId, Position> heads(Collection<ConversationId> conversations) {
    return read(snapshot -> snapshot.conversations().heads(conversations));
  }

  @Override
  public Heads between(Mark from, Mark end) {
    long after = rowOf(from);
    long last = rowOf(end);
    return read(snapshot -> snapshot.changes().stored(after, last, MAX_PASSED));
  }

  @Override
  public Place newest() {
    return new Place(epoch, read(snapshot -> snapshot.changes().end()));
  }

  @Override
  public Changes after(Place from, int limit) {
    long keptSince = shared.retention().keptSince();
    return read(
        snapshot -> {
          ChangeRows changes = snapshot.changes();
          return changes.after(from, epoch, changes.cut(keptSince), limit);
        });
  }

  /** Rows were what readers noted. */
  @Override
  public Optional<Place> noted(String mark) {
    return NOTED.matcher(mark).matches()
        ? Optional.of(new Place(epoch, Long.parseLong(mark)))
        : Optional.empty();
  }

  @Override
  public Set<ConversationId> conversationIdsOf(UserId user) {
    return read(snapshot -> Set.copyOf(snapshot.conversations().listings().conversationIds(user)));
  }

  /** The place behind a row of the table of messages. */
  static Mark markOf(long row) {
    return new Mark(Long.toString(row));
  }

  private static long rowOf(Mark mark) {
    return Long.parseLong(mark.value());
  }

  private <T> T read(Question<T> question) {
    try {
      return readers.ask(statements -> read(question, statements));
    } catch (SQLException e) {
      throw new StoreUnavailable("the store cannot be read", e);
    }
  }

  /** In one short transaction, of which nothing stays open. */
  private <T> T read(Question<T> question, Statements statements) throws SQLException {
    statements.run("BEGIN");
    T answer = question.answer(new Snapshot(statements, shared));
    statements.run("COMMIT");
    return answer;
  }

  /** What is asked of the tables as they are at one moment. */
  private interface Question<T> {
    T answer(Snapshot snapshot) throws SQLException;
  }
}
