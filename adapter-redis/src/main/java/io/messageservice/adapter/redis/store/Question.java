package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.store.format.CommitPoint;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.adapter.redis.store.format.HashIds;
import io.messageservice.application.store.PositionIds;
import io.messageservice.application.store.batch.PendingConversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something to be asked of Redis, as {@code read.lua} understands it.
 *
 * @param where the partition that knows
 * @param whose mostly a conversation, or a user
 */
record Question(KeyPartition where, String what, String whose, String a, String b, String c) {

  /** A position that is beyond all others, as far as Redis can count. */
  private static final long LAST = 1L << 53;

  /**
   * The conversation.
   *
   * @param known the version of which the rest is remembered; empty where none is
   */
  static Question conversation(ConversationId id, String known) {
    return of(id, "conversation", known, "", "");
  }

  /** The conversation without its participants and details. */
  static Question core(ConversationId id) {
    return of(id, "core", "", "", "");
  }

  /** What the user has of the conversation for themselves. */
  static Question personal(ConversationId id, UserId user) {
    return of(id, "personal", user.value(), "", "");
  }

  /** The last message of a conversation with that core. */
  static Question lastMessage(ConversationId id, ConversationRecord core) {
    return of(id, "message", Long.toString(core.head()), reactions(core), "");
  }

  /** Reactions are changes: where none was counted nobody has reacted. */
  private static String reactions(ConversationRecord core) {
    return core.changes() == 0 ? "" : "reactions";
  }

  /** The message of whatever conversation has that hash. */
  static Question found(PositionIds.Found found) {
    return new Question(
        HashIds.partition(found),
        "found",
        HashIds.field(found.conversation()),
        Long.toString(found.place().seq()),
        "",
        "");
  }

  /** The message that was sent under that name in a conversation with that core. */
  static Question sent(
      ConversationId id, ConversationRecord core, UserId sender, ClientMessageId key) {
    return of(id, "sent", PendingConversation.name(sender, key), reactions(core), "");
  }

  /** How a message stands to a reaction of the user. */
  static Question reaction(ConversationId id, long seq, Reaction reaction, UserId user) {
    return of(id, "reaction", count(seq), reaction.value(), user.value());
  }

  /** Who has reacted to a message after a change: one more than the limit where there are more. */
  static Question reactions(
      ConversationId id, long seq, Optional<Reaction> reaction, long afterRev, int limit) {
    String wanted = reaction.map(Reaction::value).orElse("");
    return of(id, "reactions", count(seq), wanted, count(afterRev) + ' ' + limit);
  }

  /** How the user has reacted to messages of these positions. */
  static Question ownReactions(ConversationId id, UserId user, long fromSeq, long toSeq) {
    return of(id, "own", user.value(), count(Math.max(1, fromSeq)), count(toSeq));
  }

  /** As {@link #senders}, where deleted messages are of nobody, too. */
  static Question sendersOfLeft(ConversationId id, long from, long to) {
    return of(id, "senders", Long.toString(from), Long.toString(to), "left");
  }

  /**
   * Who sent the first of the messages from one position to another; those of the system are of
   * nobody.
   */
  static Question senders(ConversationId id, long from, long to) {
    return of(id, "senders", Long.toString(from), Long.toString(to), "");
  }

  /** How much further than that position only the sender of the first message has written. */
  static Question sole(ConversationId id, long upTo) {
    return of(id, "sole", Long.toString(upTo), "", "");
  }

  /** Until when the user is banned. */
  static Question ban(ConversationId id, UserId user) {
    return of(id, "ban", user.value(), "", "");
  }

  /** On which nodes the user is in the room. */
  static Question seat(ConversationId room, UserId user) {
    return of(room, "seat", user.value(), "", "");
  }

  /** On which nodes anybody is in the room. */
  static Question seats(ConversationId room) {
    return of(room, "seats", "", "", "");
  }

  /** Whether the user blocks the other; answered where they do. */
  static Question blocks(UserId user, UserId other) {
    return of(user, "blocks", other.value(), "");
  }

  /** How many users the user blocks. */
  static Question blockCount(UserId user) {
    return of(user, "block count", "", "");
  }

  /**
   * Whom the user blocks, by id.
   *
   * @param after the user after whom to begin; empty for the first
   * @param limit the first of so many; -1 for all
   */
  static Question blocked(UserId user, Optional<UserId> after, int limit) {
    String last = after.map(UserId::value).orElse("");
    return of(user, "blocked", last, Integer.toString(limit));
  }

  static Question after(ConversationId id, long seq, int limit, int maxBytes) {
    long from = Math.min(LAST, Math.max(0, seq)) + 1;
    return of(id, "after", Long.toString(from), Integer.toString(limit), bytes(maxBytes));
  }

  static Question before(ConversationId id, long seq, int limit, int maxBytes) {
    long from = Math.min(LAST, Math.max(1, seq)) - 1;
    return of(id, "before", Long.toString(from), Integer.toString(limit), bytes(maxBytes));
  }

  /** The messages up to a position that were changed after that change. */
  static Question changed(ConversationId id, long upToSeq, long afterRev, int limit, int maxBytes) {
    return of(id, "changed", count(upToSeq), count(afterRev), limits(limit, maxBytes));
  }

  /** How many messages up to a position were changed after that change, as many at most. */
  static Question changedCount(ConversationId id, long upToSeq, long afterRev, long most) {
    return of(id, "changed count", count(upToSeq), count(afterRev), count(most));
  }

  /**
   * The conversation, and what was stored in it after a position.
   *
   * @param known the version of which the rest is remembered; empty where none is
   */
  static Question missed(ConversationId id, String known, Position after, int limit, int maxBytes) {
    String from = count(after.seq()) + ' ' + count(after.rev());
    return of(id, "missed", known, from, limits(limit, maxBytes));
  }

  /**
   * What the reader has for themselves, how much they have not read that is deleted, and how far
   * others have read.
   */
  static Question standing(ConversationId id, UserId reader, int maxReaders) {
    return of(id, "standing", reader.value(), Integer.toString(maxReaders), "");
  }

  /**
   * The core of the conversation where the user takes part, and perhaps what they prefer; or when
   * they left.
   *
   * @param since a point after which it is asked whether anything changed that they see in a list
   */
  static Question member(
      ConversationId id, UserId user, boolean withPreferences, Optional<CommitPoint> since) {
    String after =
        since.map(point -> Long.toString(point.in(KeyPartition.of(id.value())))).orElse("");
    return of(id, "member", user.value(), withPreferences ? "preferences" : "", after);
  }

  /**
   * What the user has for themselves, and what is unread by it; answered where they take part.
   *
   * @param totalAt where it is for a total of that time: it is answered only where something may
   *     be, and is not hidden, and messages are not counted where it is muted
   */
  static Question unread(ConversationId id, UserId user, Optional<Instant> totalAt) {
    String at = totalAt.map(Instant::toEpochMilli).map(String::valueOf).orElse("");
    return of(id, "unread", user.value(), at, "");
  }

  /** How many commits the partition has counted. */
  static Question commits(KeyPartition where) {
    return new Question(where, "commits", "", "", "", "");
  }

  static Question silent(KeyPartition where, long beforeMillis, int limit) {
    return new Question(
        where, "silent", "", Long.toString(beforeMillis), Integer.toString(limit), "");
  }

  /** Which change is the last. */
  static Question end(KeyPartition where) {
    return new Question(where, "end", "", "", "", "");
  }

  /** What the log of changes holds: the first, the last, and that of the number. */
  static Question log(KeyPartition where, long number) {
    return new Question(where, "log", "", Long.toString(number), "", "");
  }

  /** Up to which change an earlier version of the stream of events has read. */
  static Question streamed(KeyPartition where) {
    return new Question(where, "streamed", "", "", "", "");
  }

  /** The changes after that one, up to another, at most so many. */
  static Question changes(KeyPartition where, long after, long end, int limit) {
    return new Question(
        where,
        "changes",
        "",
        Long.toString(after + 1),
        Long.toString(end),
        Integer.toString(limit));
  }

  /** Whether it names a conversation by its hash. */
  boolean isOfHash() {
    return what.equals("found");
  }

  /** Whether it asks whom a user blocks. */
  boolean isOfBlocks() {
    return what.startsWith("block");
  }

  /** As the script takes it. */
  Stream<String> words() {
    return Stream.of(what, whose, a, b, c);
  }

  private static Question of(ConversationId id, String what, String a, String b, String c) {
    return new Question(KeyPartition.of(id.value()), what, id.value(), a, b, c);
  }

  private static Question of(UserId user, String what, String a, String b) {
    return new Question(KeyPartition.of(user.value()), what, user.value(), a, b, "");
  }

  private static String count(long number) {
    return Long.toString(Math.min(LAST, Math.max(0, number)));
  }

  private static String limits(int limit, int maxBytes) {
    return limit + " " + bytes(maxBytes);
  }

  /** With what the form of a message adds, so that the page is never cut too early for that. */
  private static String bytes(int maxBytes) {
    return Long.toString((long) maxBytes + (maxBytes >> 4) + 1_024);
  }
}
