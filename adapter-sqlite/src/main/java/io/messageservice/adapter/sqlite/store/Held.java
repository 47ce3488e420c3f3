package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.store.ConversationRows.ConversationRow;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.adapter.sqlite.store.Positions.Tail;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import java.time.Instant;
import java.util.Optional;

/** A conversation as the write lane holds it between and during batches. Only the lane may call. */
final class Held {

  private final long number;
  private final Tail tail = new Tail();
  private long lastRow;

  /** The row of its last change that is no message, as far as one is known. */
  private long changedRow;

  /** Whether a message was changed, as the tables have it within this batch. */
  private boolean isChangeWritten;

  /** As the tables have it within this batch. */
  private Conversation written;

  /** As it was decided so far. */
  private Conversation now;

  /** Whether the tables do not yet hold what was decided. */
  private boolean unwritten;

  /** Whether this batch changes it. */
  private boolean changed;

  private Held(ConversationRow row) {
    this.number = row.number();
    this.written = row.conversation();
    this.now = row.conversation();
    this.lastRow = row.lastRow();
    this.isChangeWritten = written.messageChanges() > 0;
  }

  static Held of(ConversationRow row) {
    return new Held(row);
  }

  /** One that begins now: nobody is in it and nothing was sent. */
  static Held begin(long number, Conversation like) {
    Conversation nothing =
        new Conversation(
            like.id(),
            like.kind(),
            Participants.NONE,
            0,
            0,
            0,
            Instant.EPOCH,
            like.creator(),
            Details.NONE);
    return new Held(new ConversationRow(number, nothing, 0));
  }

  long number() {
    return number;
  }

  Conversation written() {
    return written;
  }

  Conversation now() {
    return now;
  }

  /** The same; nothing where it begins now. */
  Optional<Conversation> recorded() {
    return Optional.of(now).filter(conversation -> conversation.accessVersion() > 0);
  }

  Tail tail() {
    return tail;
  }

  Extent extent() {
    return row().extent();
  }

  ConversationRow row() {
    return new ConversationRow(number, now, lastRow);
  }

  long changedRow() {
    return changedRow;
  }

  /** Notes the row of a change of it that is no message. */
  void changedBy(long row) {
    changedRow = row;
  }

  boolean isChanged() {
    return changed;
  }

  boolean isUnwritten() {
    return unwritten;
  }

  /**
   * Where it stands after a change of the group, by which its {@code rev} grows, if that is one.
   */
  Optional<Position> groupChange(Conversation decided) {
    return decided.details().rev() > now.rev()
        ? Optional.of(now.position().afterChange())
        : Optional.empty();
  }

  /** Whether it gets another place in lists, and not by a message. */
  boolean isMoved(Conversation decided) {
    return decided.head() == now.head() && !decided.lastAt().equals(now.lastAt());
  }

  /** Whether a message was changed, as the tables have it within this batch. */
  boolean isChangeWritten() {
    return isChangeWritten;
  }

  void become(Conversation decided) {
    now = decided;
    changed = true;
    unwritten = true;
  }

  /** Notes where its next message is; gives the row of the one before. */
  long append(long seq, long row) {
    long before = lastRow;
    lastRow = row;
    tail.add(seq, row);
    return before;
  }

  /** The tables hold what was decided, if this batch is committed. */
  void wrote() {
    written = now;
    isChangeWritten = written.messageChanges() > 0;
    unwritten = false;
  }

  /** What was decided is committed. */
  void settle() {
    changed = false;
  }
}
