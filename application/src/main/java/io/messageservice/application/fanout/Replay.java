package io.messageservice.application.fanout;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.CaughtUp;
import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.view.ResumePoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a connection that joins again receives of a conversation, until it has caught up: changes of
 * messages that it has seen, then the messages after these, then what changed meanwhile. Only the
 * event loop's thread may call.
 *
 * <p>While this lasts nothing of the conversation is pushed to the connection as it happens and
 * nothing is kept for it: the replay reads on until it reaches what the event loop delivered last.
 * Only answers to the connection's own commands wait here, each for its place in the order.
 *
 * <p>At any time the connection has received the messages up to {@code seq} and of these all
 * changes up to {@code rev}: a message that is read is in its last state, so that {@code rev} holds
 * for it, too.
 */
public final class Replay {
  /** No answer stands in the place of a message. */
  private static final long NONE = -1;

  private final PendingJoin pending;
  private final Deque<Owed> owed = new ArrayDeque<>(0);

  /** The message that was delivered last. */
  private long seq;

  /** The change up to which all are delivered. */
  private long rev;

  /** The change up to which all are needed, beside those that happen meanwhile. */
  private final long neededRev;

  /** Written by the event loop's thread; readers ask. */
  private volatile boolean over;

  /** From behind the point on. Changes are read where it names one. */
  Replay(PendingJoin pending, ResumePoint from) {
    this.pending = pending;
    this.seq = from.afterSeq();
    this.neededRev = pending.delivered().rev();
    this.rev = from.afterRev().orElse(neededRev);
  }

  /** Who receives it, and where. */
  public PendingJoin pending() {
    return pending;
  }

  /** The conversation. */
  public ConversationId conversation() {
    return pending.conversation();
  }

  /** The message that was delivered last. */
  long seq() {
    return seq;
  }

  /** The change up to which all are delivered. */
  long rev() {
    return rev;
  }

  /** The change up to which all have to be delivered by now. */
  long dueRev() {
    return Math.max(neededRev, pending.lastChange());
  }

  /** Whether changes are to be read before anything else. */
  boolean lacksChanges() {
    return rev < dueRev();
  }

  /** Whether everything was delivered that the event loop was given to deliver. */
  public boolean isCaughtUp() {
    return seq >= pending.delivered().seq() && !lacksChanges();
  }

  /** Whether this has ended, caught up or not. */
  public boolean isOver() {
    return over;
  }

  /**
   * Delivers what comes next of the page; the answer to a message of the connection's own stands in
   * place of the message. What the event loop was not given yet is delivered as it happens.
   */
  void deliver(List<SequencedEvent> page) {
    for (SequencedEvent next : page) {
      long at = next.position().seq();
      if (at == seq + 1 && at <= pending.delivered().seq()) {
        seq = at;
        long answered = answer(seq);
        if (answered == NONE) {
          pending.connection().push(next.event());
        } else if (answered < next.position().rev()) {
          pending.connection().push(changed(next));
        }
      }
    }
  }

  /**
   * Delivers a page of changes.
   *
   * @param upToRev up to which all changes are delivered then
   */
  void deliverChanges(List<SequencedEvent> page, long upToRev) {
    page.forEach(next -> pending.connection().push(next.event()));
    rev = Math.max(rev, upToRev);
  }

  /** From here on the connection receives what happens. */
  void announceEnd() {
    ConversationChanged changed = pending.changed();
    if (changed != null) {
      pending.connection().push(new OutgoingEvent(changed));
    }
    pending.connection().push(new OutgoingEvent(new CaughtUp(conversation(), pending.delivered())));
  }

  /** A message that the answer shows in an earlier state. */
  private static OutgoingEvent changed(SequencedEvent read) {
    Message message = ((MessageStored) read.event().event()).message();
    return new OutgoingEvent(new MessageChanged(message, read.position()));
  }

  /**
   * Keeps an answer until the message at its position is due.
   *
   * @param at the position of the message, and the state in which the answer shows it
   */
  void owe(Position at, Runnable answer) {
    owed.add(new Owed(at.seq(), at.rev(), answer));
  }

  /** Keeps an answer that has no place of its own until those before it are given. */
  void oweNext(Runnable answer) {
    Owed last = owed.peekLast();
    if (last == null) {
      answer.run();
    } else {
      owed.add(new Owed(last.seq(), NONE, answer));
    }
  }

  /** Gives every answer that is still kept. */
  void end() {
    over = true;
    long unused = answer(Long.MAX_VALUE);
  }

  /** Gives the answers that are due; the state that the one at the very position shows. */
  private long answer(long at) {
    long stands = NONE;
    for (Owed next = owed.peek(); next != null && next.seq() <= at; next = owed.peek()) {
      stands = next.seq() == at ? Math.max(stands, next.rev()) : stands;
      owed.remove();
      next.answer().run();
    }
    return stands;
  }

  private record Owed(long seq, long rev, Runnable answer) {}
}
