package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.adapter.postgres.store.ConversationReads.StoredConversation;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.store.Contents;
import io.messageservice.application.store.PositionIds.Found;
import io.messageservice.application.store.PositionIds.StoredPosition;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the tables of messages. Only the thread that has the connection may call. */
final class MessageReads {

  private static final String COLUMNS =
      "SELECT m.conversation, m.seq, m.rev, m.created_at, m.changed_at, m.era, m.state, m.changed,"
          + " m.sender, m.client_id, m.digest, m.content FROM message m ";

  private static final String AFTER =
      COLUMNS + "WHERE m.conversation = ? AND m.seq > ? ORDER BY m.seq LIMIT ?";

  private static final String BEFORE =
      COLUMNS + "WHERE m.conversation = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?";

  private static final String CHANGED_AFTER =
      COLUMNS
          + "WHERE m.conversation = ? AND m.seq <= ? AND m.rev > ? AND m.changed"
          + " ORDER BY m.rev LIMIT ?";

  private static final String CHANGED_COUNT =
      "SELECT count(*) FROM (SELECT 1 FROM message m WHERE m.conversation = ? AND m.seq <= ?"
          + " AND m.rev > ? AND m.changed LIMIT ?) s";

  private static final String AT =
      COLUMNS
          + "JOIN unnest(?, ?) AS wanted (conversation, seq)"
          + " ON m.conversation = wanted.conversation AND m.seq = wanted.seq";

  private static final String NAMED =
      COLUMNS
          + "JOIN unnest(?, ?, ?) AS wanted (conversation, sender, client_id)"
          + " ON m.conversation = wanted.conversation AND m.sender = wanted.sender"
          + " AND m.client_id = wanted.client_id AND m.client_id IS NOT NULL";

  /** Of each reaction the first who gave it, in the order in which reactions were first given. */
  private static final String COUNTS =
      "SELECT c.conversation, c.seq, c.reaction, c.count, r.member FROM reaction_count c"
          + " JOIN unnest(?, ?) AS wanted (conversation, seq)"
          + " ON c.conversation = wanted.conversation AND c.seq = wanted.seq"
          + " CROSS JOIN LATERAL (SELECT f.member, f.rev FROM reaction f"
          + " WHERE f.conversation = c.conversation AND f.seq = c.seq AND f.reaction = c.reaction"
          + " ORDER BY f.rev LIMIT "
          + ReactionCount.MAX_NAMED
          + ") r ORDER BY c.conversation, c.seq, c.since, r.rev";

  private static final String REACTIONS =
      "SELECT reaction, member, rev FROM reaction WHERE conversation = ? AND seq = ? AND rev > ?"
          + " AND (?::text IS NULL OR reaction = ?::text) ORDER BY rev LIMIT ?";

  private static final String OWN =
      "SELECT seq, reaction FROM reaction WHERE conversation = ? AND member = ?"
          + " AND seq BETWEEN ? AND ? ORDER BY seq, rev";

  private static final String STATE =
      "SELECT count(*), coalesce(sum(count) FILTER (WHERE reaction = ?), 0),"
          + " EXISTS (SELECT 1 FROM reaction"
          + " WHERE conversation = ? AND seq = ? AND reaction = ? AND member = ?)"
          + " FROM reaction_count WHERE conversation = ? AND seq = ?";

  private static final String SENDERS =
      "SELECT CASE WHEN m.system THEN '' ELSE m.sender END, m.era, m.state >= 2, m.seq"
          + " FROM message m WHERE m.conversation = ? AND m.seq BETWEEN ? AND ? ORDER BY m.seq";

  private static final String DELETED_OF_OTHERS =
      "SELECT count(*) FROM message WHERE conversation = ? AND seq BETWEEN ? AND ?"
          + " AND state >= 2 AND sender <> ? AND NOT system";

  private final PostgresStatements statements;
  private final PostgresEpoch epoch;

  MessageReads(PostgresStatements statements, PostgresEpoch epoch) {
    this.statements = statements;
    this.epoch = epoch;
  }

  List<Message> after(long number, ConversationId id, long seq, int limit) throws SQLException {
    return whole(statements.rows(AFTER, this::row, number, seq, limit), Map.of(number, id));
  }

  /** The newest first. */
  List<Message> before(long number, ConversationId id, long seq, int limit) throws SQLException {
    return whole(statements.rows(BEFORE, this::row, number, seq, limit), Map.of(number, id));
  }

  List<Message> changed(long number, ConversationId id, long upToSeq, long afterRev, int limit)
      throws SQLException {
    return whole(
        statements.rows(CHANGED_AFTER, this::row, number, upToSeq, afterRev, limit),
        Map.of(number, id));
  }

  long changedCount(long number, long upToSeq, long afterRev, long most) throws SQLException {
    return statements.number(CHANGED_COUNT, number, upToSeq, afterRev, most);
  }

  /**
   * The messages at these places that there are.
   *
   * @param ids of their conversations
   */
  Map<Found, Message> at(Collection<Found> places, Map<Long, ConversationId> ids)
      throws SQLException {
    long[] numbers = places.stream().mapToLong(Found::conversation).toArray();
    long[] seqs = places.stream().mapToLong(found -> found.place().seq()).toArray();
    List<Row> rows = statements.rows(AT, this::row, numbers, seqs);
    List<Message> messages = whole(rows, ids);
    Map<Found, Message> found = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      found.put(new Found(row.number, new StoredPosition(row.seq, row.era)), messages.get(i));
    }
    return found;
  }

  /** The newest message of each of them that has one. */
  List<Message> last(Collection<StoredConversation> of, Map<Long, ConversationId> ids)
      throws SQLException {
    List<Row> rows =
        statements.rows(
            AT,
            this::row,
            of.stream().mapToLong(StoredConversation::number).toArray(),
            of.stream().mapToLong(stored -> stored.conversation().head()).toArray());
    return whole(rows, ids);
  }

  /** The messages that were sent under names, by conversation, sender and name. */
  Map<Name, FirstSent> named(Collection<Name> names, Map<Long, ConversationId> ids)
      throws SQLException {
    List<Row> rows =
        statements.rows(
            NAMED,
            this::row,
            names.stream().mapToLong(Name::conversation).toArray(),
            names.stream().map(name -> name.sender.value()).toArray(String[]::new),
            names.stream().map(name -> name.key.value()).toArray(String[]::new));
    List<Message> messages = whole(rows, ids);
    Map<Name, FirstSent> found = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Message message = messages.get(i);
      Name name = new Name(row.number, message.sender(), message.key().orElseThrow());
      found.put(name, new FirstSent(message, row.firstContent));
    }
    return found;
  }

  ReactionState state(long number, long seq, Reaction reaction, UserId user) throws SQLException {
    return statements
        .first(
            STATE,
            row -> new ReactionState(row.getInt(1), row.getInt(2), row.getBoolean(3)),
            reaction.value(),
            number,
            seq,
            reaction.value(),
            user.value(),
            number,
            seq)
        .orElseThrow();
  }

  /** Who has reacted to a message by changes after that number, in the order in which they did. */
  List<GivenReaction> reactions(
      long number, long seq, Optional<Reaction> reaction, long afterRev, int limit)
      throws SQLException {
    String text = reaction.map(Reaction::value).orElse(null);
    return statements.rows(
        REACTIONS,
        row ->
            new GivenReaction(
                new Reaction(row.getString(1)), new UserId(row.getString(2)), row.getLong(3)),
        number,
        seq,
        afterRev,
        text,
        text,
        limit);
  }

  List<OwnReactions> own(long number, UserId user, long fromSeq, long toSeq) throws SQLException {
    Map<Long, List<Reaction>> own = new LinkedHashMap<>();
    statements
        .rows(
            OWN,
            row -> Map.entry(row.getLong(1), new Reaction(row.getString(2))),
            number,
            user.value(),
            fromSeq,
            toSeq)
        .forEach(
            each ->
                own.computeIfAbsent(each.getKey(), any -> new ArrayList<>()).add(each.getValue()));
    return own.entrySet().stream()
        .map(each -> new OwnReactions(each.getKey(), each.getValue()))
        .toList();
  }

  /** Who sent the messages at these positions; none is missing. */
  List<Sender> senders(long number, long from, long to) throws SQLException {
    List<Sender> senders =
        statements.rows(
            SENDERS,
            row -> new Sender(row.getString(1), row.getInt(2), row.getBoolean(3)),
            number,
            from,
            to);
    if (senders.size() != Math.max(0, to - from + 1)) {
      throw new SQLException("a position without a message: the tables are damaged");
    }
    return senders;
  }

  /** How many of these messages others sent and are deleted, but for those of the system. */
  long deletedOfOthers(long number, UserId reader, long from, long to) throws SQLException {
    return statements.number(DELETED_OF_OTHERS, number, from, to, reader.value());
  }

  private List<Message> whole(List<Row> rows, Map<Long, ConversationId> ids) throws SQLException {
    Map<StoredMessage, List<ReactionCount>> counts = counts(rows);
    List<Message> messages = new ArrayList<>(rows.size());
    for (Row row : rows) {
      ConversationId id = ids.get(row.number);
      if (id == null) {
        throw new SQLException("a message without a conversation: the tables are damaged");
      }
      StoredMessage place = new StoredMessage(row.number, row.seq);
      messages.add(row.message(id, epoch, counts.getOrDefault(place, List.of())));
    }
    return messages;
  }

  private Map<StoredMessage, List<ReactionCount>> counts(List<Row> rows) throws SQLException {
    List<Row> reacted = rows.stream().filter(row -> row.changed && row.state < 2).toList();
    Map<StoredMessage, List<ReactionCount>> all = new HashMap<>();
    if (reacted.isEmpty()) {
      return all;
    }
    Map<StoredMessage, Map<Reaction, List<UserId>>> first = new HashMap<>();
    Map<StoredMessage, Map<Reaction, Integer>> counts = new HashMap<>();
    List<Boolean> unused =
        statements.rows(
            COUNTS,
            row -> {
              StoredMessage place = new StoredMessage(row.getLong(1), row.getLong(2));
              Reaction reaction = new Reaction(row.getString(3));
              counts.computeIfAbsent(place, any -> new HashMap<>()).put(reaction, row.getInt(4));
              first
                  .computeIfAbsent(place, any -> new LinkedHashMap<>())
                  .computeIfAbsent(reaction, any -> new ArrayList<>())
                  .add(new UserId(row.getString(5)));
              return true;
            },
            reacted.stream().mapToLong(row -> row.number).toArray(),
            reacted.stream().mapToLong(row -> row.seq).toArray());
    first.forEach(
        (place, reactions) -> {
          List<ReactionCount> some = new ArrayList<>();
          Map<Reaction, Integer> counted = counts.getOrDefault(place, Map.of());
          reactions.forEach(
              (reaction, users) ->
                  some.add(new ReactionCount(reaction, counted.getOrDefault(reaction, 0), users)));
          all.put(place, some);
        });
    return all;
  }

  private Row row(ResultSet row) throws SQLException {
    byte[] digest = row.getBytes(11);
    long changedAt = row.getLong(5);
    return new Row(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        changedAt,
        row.getInt(6),
        row.getInt(7),
        row.getBoolean(8),
        row.getString(9),
        row.getString(10),
        digest == null ? Optional.empty() : Optional.of(epoch.digests().isOf(digest)),
        Contents.decode(row.getBytes(12)));
  }

  /** A name of a message in a conversation. */
  record Name(long conversation, UserId sender, ClientMessageId key) {}

  /**
   * Who sent a message.
   *
   * @param name empty where it is of the system
   */
  record Sender(String name, int era, boolean isDeleted) {}

  private record StoredMessage(long conversation, long seq) {}

  private record Row(
      long number,
      long seq,
      long rev,
      long createdAt,
      long changedAt,
      int era,
      int state,
      boolean changed,
      String sender,
      @Nullable String key,
      Optional<Predicate<String>> firstContent,
      Contents contents) {

    Message message(ConversationId id, PostgresEpoch epoch, List<ReactionCount> reactions) {
      return new Message(
          epoch.ids().of(number, new StoredPosition(seq, era)),
          id,
          seq,
          new UserId(sender),
          contents.content(),
          contents.attributes(),
          Instant.ofEpochMilli(createdAt),
          Optional.ofNullable(key).map(ClientMessageId::new),
          revision(),
          reactions);
    }

    private Revision revision() {
      Instant at = Instant.ofEpochMilli(changedAt);
      return switch (state) {
        case 0 -> Revision.first(rev);
        case 1 -> new Revision(rev, Optional.of(at), Optional.empty());
        default -> new Revision(rev, Optional.empty(), Optional.of(new Deletion(at, state == 2)));
      };
    }
  }
}
