package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.store.ConversationRows.ConversationRow;
import io.messageservice.adapter.sqlite.store.Positions.Extent;
import io.messageservice.adapter.sqlite.store.Positions.Tail;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Participants;
import java.time.Instant;

/** A conversation as the write lane holds it between and during batches. Only the lane may call. */
final class Held {

  private final long number;
  private final Tail tail = new Tail();
  private long lastRow;

  /** As the tables have it within this batch. */
  private Conversation written;

  /** As it was decided so far. */
  private Conversation now;

  /** Whether the tables do not yet hold what was decided. */
  private boolean unwritten;

  /** Whether this batch changes it. */
  private boolean changed;

  private Held(long number, Conversation stored, long lastRow) {
    this.number = number;
    this.written = stored;
    this.now = stored;
    this.lastRow = lastRow;
  }

  static Held of(ConversationRow row) {
    return new Held(row.number(), row.conversation(), row.lastRow());
  }

  /** One that begins now: nobody is in it and nothing was sent. */
  static Held begin(long number, Conversation like) {
    return new Held(
        number,
        new Conversation(
            like.id(), like.kind(), Participants.NONE, 0, 0, 0, Instant.EPOCH, like.creator()),
        0);
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

  Tail tail() {
    return tail;
  }

  Extent extent() {
    return row().extent();
  }

  ConversationRow row() {
    return new ConversationRow(number, now, lastRow);
  }

  boolean isChanged() {
    return changed;
  }

  boolean isUnwritten() {
    return unwritten;
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
    unwritten = false;
  }

  /** What was decided is committed. */
  void settle() {
    changed = false;
  }
}
