package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.Contents;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes messages, their changes and reactions. Only the lane may call. */
final class MessageWriter {

  private static final String INSERT =
      "INSERT INTO message (conversation, seq, rev, created_at, era, state, changed, system, sender,"
          + " client_id, content) SELECT conversation, seq, rev, created_at, era, 0, false, system,"
          + " sender, client_id, content FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS v (conversation,"
          + " seq, rev, created_at, era, system, sender, client_id, content)";

  private static final String REWRITE =
      "UPDATE message m SET rev = v.rev, changed_at = v.changed_at, state = v.state,"
          + " changed = true, digest = coalesce(m.digest, v.digest), content = v.content"
          + " FROM unnest(?, ?, ?, ?, ?, ?, ?) AS v (conversation, seq, rev, changed_at, state,"
          + " digest, content) WHERE m.conversation = v.conversation AND m.seq = v.seq";

  private static final String NOTE =
      "UPDATE message m SET rev = v.rev, changed = true"
          + " FROM unnest(?, ?, ?) AS v (conversation, seq, rev)"
          + " WHERE m.conversation = v.conversation AND m.seq = v.seq";

  private static final String MENTION =
      "INSERT INTO mention (conversation, member, seq, sender) SELECT * FROM unnest(?, ?, ?, ?)";

  private static final String UNMENTION =
      "DELETE FROM mention m USING unnest(?, ?, ?) AS v (conversation, member, seq)"
          + " WHERE m.conversation = v.conversation AND m.member = v.member AND m.seq = v.seq";

  private static final String ADD =
      "INSERT INTO reaction (conversation, seq, reaction, member, rev) VALUES (?, ?, ?, ?, ?)";

  private static final String COUNT_UP =
      "INSERT INTO reaction_count AS c (conversation, seq, reaction, since, count)"
          + " VALUES (?, ?, ?, ?, 1)"
          + " ON CONFLICT (conversation, seq, reaction) DO UPDATE SET count = c.count + 1";

  private static final String TAKE_BACK =
      "DELETE FROM reaction WHERE conversation = ? AND seq = ? AND reaction = ? AND member = ?";

  private static final String COUNT_DOWN =
      "UPDATE reaction_count SET count = count - 1"
          + " WHERE conversation = ? AND seq = ? AND reaction = ?";

  private static final String REMOVE_UNUSED =
      "DELETE FROM reaction_count WHERE conversation = ? AND seq = ? AND reaction = ?"
          + " AND count = 0";

  private static final List<String> REMOVE_REACTIONS =
      List.of(
          "DELETE FROM reaction r USING unnest(?, ?) AS v (conversation, seq)"
              + " WHERE r.conversation = v.conversation AND r.seq = v.seq",
          "DELETE FROM reaction_count r USING unnest(?, ?) AS v (conversation, seq)"
              + " WHERE r.conversation = v.conversation AND r.seq = v.seq");

  private final PostgresStatements statements;
  private final ContentDigest digests;
  private final int era;

  /**
   * @param era in which messages are sent now
   */
  MessageWriter(PostgresStatements statements, ContentDigest digests, int era) {
    this.statements = statements;
    this.digests = digests;
    this.era = era;
  }

  /** Writes what is to be written in these conversations. */
  void write(List<PendingRows> conversations) throws SQLException {
    insert(all(conversations, PendingRows::messages));
    mention(all(conversations, PendingRows::messages));
    unmention(all(conversations, PendingRows::removed));
    rewrite(all(conversations, PendingRows::rewritten));
    note(conversations);
    for (PendingRows each : conversations) {
      for (ReactionChange change : each.reactions()) {
        react(each.number(), change);
      }
    }
  }

  private static List<Placed> all(List<PendingRows> conversations, Chosen chosen) {
    List<Placed> all = new ArrayList<>();
    for (PendingRows each : conversations) {
      chosen.of(each).forEach(message -> all.add(new Placed(each, message)));
    }
    return all;
  }

  private void insert(List<Placed> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    Columns<Placed> columns = new Columns<>(messages);
    statements.update(
        INSERT,
        columns.longs(Placed::number),
        columns.longs(Placed::seq),
        columns.longs(one -> one.message.rev()),
        columns.longs(one -> one.message.createdAt().toEpochMilli()),
        columns.ints(one -> era),
        columns.flags(one -> one.message.attributes().isSystem()),
        columns.texts(one -> one.message.sender().value()),
        columns.texts(one -> one.message.key().map(ClientMessageId::value).orElse(null)),
        columns.bytes(one -> Contents.of(one.message).encode()));
  }

  private void rewrite(List<Placed> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    Columns<Placed> columns = new Columns<>(messages);
    statements.update(
        REWRITE,
        columns.longs(Placed::number),
        columns.longs(Placed::seq),
        columns.longs(one -> one.message.rev()),
        columns.longs(one -> changedAt(one.message.revision())),
        columns.ints(one -> state(one.message.revision())),
        columns.bytes(
            one ->
                Optional.ofNullable(one.conversation.firstContents().get(one.seq()))
                    .map(digests::of)
                    .orElse(null)),
        columns.bytes(one -> Contents.of(one.message).encode()));
    List<Placed> deleted = messages.stream().filter(one -> one.message.isDeleted()).toList();
    if (!deleted.isEmpty()) {
      Columns<Placed> places = new Columns<>(deleted);
      for (String remove : REMOVE_REACTIONS) {
        statements.update(remove, places.longs(Placed::number), places.longs(Placed::seq));
      }
    }
  }

  private static long changedAt(Revision revision) {
    return revision
        .deletion()
        .map(Deletion::at)
        .or(revision::editedAt)
        .orElseThrow()
        .toEpochMilli();
  }

  private static int state(Revision revision) {
    return revision.deletion().map(deletion -> deletion.bySender() ? 2 : 3).orElse(1);
  }

  /** Of messages of which only reactions changed. */
  private void note(List<PendingRows> conversations) throws SQLException {
    List<Placed> reacted = new ArrayList<>();
    for (PendingRows each : conversations) {
      Set<Long> rewritten = each.rewritten().stream().map(Message::seq).collect(Collectors.toSet());
      for (Message message : each.changed().values()) {
        if (!rewritten.contains(message.seq())) {
          reacted.add(new Placed(each, message));
        }
      }
    }
    if (!reacted.isEmpty()) {
      Columns<Placed> columns = new Columns<>(reacted);
      statements.update(
          NOTE,
          columns.longs(Placed::number),
          columns.longs(Placed::seq),
          columns.longs(one -> one.message.rev()));
    }
  }

  private void mention(List<Placed> messages) throws SQLException {
    List<Mention> mentions = messages.stream().flatMap(MessageWriter::mentions).toList();
    if (!mentions.isEmpty()) {
      Columns<Mention> columns = new Columns<>(mentions);
      statements.update(
          MENTION,
          columns.longs(Mention::number),
          columns.texts(Mention::member),
          columns.longs(Mention::seq),
          columns.texts(Mention::sender));
    }
  }

  private void unmention(List<Placed> messages) throws SQLException {
    List<Mention> mentions = messages.stream().flatMap(MessageWriter::mentions).toList();
    if (!mentions.isEmpty()) {
      Columns<Mention> columns = new Columns<>(mentions);
      statements.update(
          UNMENTION,
          columns.longs(Mention::number),
          columns.texts(Mention::member),
          columns.longs(Mention::seq));
    }
  }

  private static Stream<Mention> mentions(Placed placed) {
    Mentions mentions = placed.message.attributes().mentions();
    if (placed.message.attributes().isSystem()) {
      return Stream.empty();
    }
    Stream<String> members =
        mentions.everybody()
            ? Stream.of("")
            : mentions.users().stream().map(UserId::value).distinct();
    String sender = placed.message.sender().value();
    return members.map(member -> new Mention(placed.number(), member, placed.seq(), sender));
  }

  private void react(long number, ReactionChange change) throws SQLException {
    long seq = change.after().seq();
    String reaction = change.reaction().value();
    String user = change.user().value();
    if (change.added()) {
      long rev = change.after().rev();
      statements.update(ADD, number, seq, reaction, user, rev);
      statements.update(COUNT_UP, number, seq, reaction, rev);
    } else if (statements.update(TAKE_BACK, number, seq, reaction, user) > 0) {
      statements.update(COUNT_DOWN, number, seq, reaction);
      statements.update(REMOVE_UNUSED, number, seq, reaction);
    }
  }

  private record Mention(long number, String member, long seq, String sender) {}

  private record Placed(PendingRows conversation, Message message) {

    long number() {
      return conversation.number();
    }

    long seq() {
      return message.seq();
    }
  }

  /** Some messages of a conversation. */
  private interface Chosen {
    List<Message> of(PendingRows conversation);
  }
}
