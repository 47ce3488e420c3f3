package io.messageservice.application.fanout;

import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a connection that joins again receives of a conversation, until it has caught up. Only the
 * event loop's thread may call.
 *
 * <p>While this lasts nothing of the conversation is pushed to the connection as it happens and
 * nothing is kept for it: the replay reads on until it reaches what the event loop delivered last.
 * Only answers to the connection's own commands wait here, each for its place in the order.
 */
public final class Replay {
  private final PendingJoin pending;
  private final Deque<Owed> owed = new ArrayDeque<>(0);
  private long position;

  /** Written by the event loop's thread; readers ask. */
  private volatile boolean over;

  /** From behind the position on. */
  Replay(PendingJoin pending, long position) {
    this.pending = pending;
    this.position = position;
  }

  /** Who receives it, and where. */
  public PendingJoin pending() {
    return pending;
  }

  /** The conversation. */
  public ConversationId conversation() {
    return pending.conversation();
  }

  /** The position that was delivered last. */
  public long position() {
    return position;
  }

  /** Whether everything was delivered that the event loop was given to deliver. */
  public boolean isCaughtUp() {
    return position >= pending.delivered();
  }

  /** Whether this has ended, caught up or not. */
  public boolean isOver() {
    return over;
  }

  /**
   * Delivers what comes next of the page; the answer to a message of the connection's own stands in
   * place of the message. What the event loop was not given yet is delivered as it happens.
   */
  public void deliver(List<SequencedEvent> page) {
    for (SequencedEvent next : page) {
      if (next.seq() == position + 1 && !isCaughtUp()) {
        position = next.seq();
        if (!answer(position)) {
          pending.connection().push(next.event());
        }
      }
    }
  }

  /** Keeps an answer until the message at its position is due. */
  void owe(long seq, Runnable answer) {
    owed.add(new Owed(seq, answer));
  }

  /** Keeps an answer that has no place of its own until those before it are given. */
  void oweNext(Runnable answer) {
    Owed last = owed.peekLast();
    if (last == null) {
      answer.run();
    } else {
      owed.add(new Owed(last.seq(), answer));
    }
  }

  /** Gives every answer that is still kept. */
  void end() {
    over = true;
    answer(Long.MAX_VALUE);
  }

  /** Whether one of the answers that were due stands at the very position. */
  private boolean answer(long seq) {
    boolean stands = false;
    for (Owed next = owed.peek(); next != null && next.seq() <= seq; next = owed.peek()) {
      stands |= next.seq() == seq;
      owed.remove();
      next.answer().run();
    }
    return stands;
  }

  private record Owed(long seq, Runnable answer) {}
}
