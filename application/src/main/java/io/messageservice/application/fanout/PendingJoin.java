package io.messageservice.application.fanout;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One connection on its way into a conversation: from the lane's leave to enter until its join is
 * answered and it has caught up. Only the event loop's thread may call.
 */
public final class PendingJoin {
  private final Connection connection;
  private final ConversationId conversation;

  /** Its joins, and its leaves behind them, until each is answered; the first is under way. */
  private final Deque<Runnable> steps = new ArrayDeque<>(1);

  private Position delivered;

  /** The newest change, no message, that this event loop was given to deliver; 0 if none. */
  private long lastChange;

  /** How the group has changed since the connection is on its way; null where it has not. */
  private @Nullable ConversationChanged changed;

  private boolean awaited;

  /** Whether its first join has still to come. */
  private boolean expected;

  private boolean denied;
  private @Nullable Replay replay;

  PendingJoin(
      Connection connection, ConversationId conversation, Position delivered, boolean awaited) {
    this.connection = connection;
    this.awaited = awaited;
    this.conversation = conversation;
    this.delivered = delivered;
  }

  /** Who joins. */
  public Connection connection() {
    return connection;
  }

  /** Where to. */
  public ConversationId conversation() {
    return conversation;
  }

  /** The newest position that this event loop was given to deliver. */
  public Position delivered() {
    return delivered;
  }

  /** Whether the connection lost its right to enter on the way. */
  public boolean isDenied() {
    return denied;
  }

  void deny() {
    denied = true;
  }

  /** It has the right again: somebody else may have let its user in. */
  void admit() {
    denied = false;
  }

  /** The event loop is given what led to that position. */
  void delivered(SequencedEvent next) {
    reaches(next.position());
    if (next.personal() != null) {
      ConversationChanged change = next.personal().change(connection.user());
      changed = changed == null ? change : changed.and(change);
    } else if (!next.isMessage()) {
      lastChange = Math.max(lastChange, next.position().rev());
    }
  }

  /** The event loop was given everything up to that position. */
  void reaches(Position position) {
    delivered = delivered.max(position);
  }

  /** How the group has changed since the connection is on its way; null where it has not. */
  @Nullable ConversationChanged changed() {
    return changed;
  }

  /** The connection was sent the group as it is since that change. */
  public void showed(long rev) {
    ConversationChanged known = changed;
    if (known != null && known.position().rev() <= rev) {
      changed = null;
    }
  }

  long lastChange() {
    return lastChange;
  }

  /**
   * Whether nothing of the conversation is pushed as it happens: the answer that lets the
   * connection in is to come first, or what it missed.
   */
  boolean isHeldBack() {
    return awaited || replay != null;
  }

  /** What the connection receives again; null while it does not. */
  @Nullable Replay replay() {
    return replay;
  }

  void hold(@Nullable Replay next) {
    replay = next;
  }

  /** Its first join is stored, and waits for what is delivered before it. */
  void expect() {
    expected = true;
    awaited = true;
    admit();
  }

  /** One more join of the same; its work begins when all before it is answered. */
  void join(Runnable begin) {
    expected = false;
    add(begin);
  }

  /** The join under way is answered. */
  void answered() {
    awaited = false;
    next();
  }

  /** The connection leaves again, when all before it is answered. */
  void leave(Runnable begin) {
    add(begin);
  }

  /** The leave under way is answered. */
  void left() {
    next();
  }

  private void add(Runnable step) {
    steps.add(step);
    if (steps.size() == 1) {
      step.run();
    }
  }

  private void next() {
    steps.remove();
    Runnable next = steps.peek();
    if (next != null) {
      next.run();
    }
  }

  /** Whether there is nothing left to do for it. */
  boolean isOver() {
    return !expected && steps.isEmpty() && replay == null;
  }
}
