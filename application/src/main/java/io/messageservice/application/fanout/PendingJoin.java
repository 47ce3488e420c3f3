package io.messageservice.application.fanout;

import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One connection on its way into a conversation: from the lane's leave to enter until its join is
 * answered and it has caught up. Only the shard's thread may call.
 */
public final class PendingJoin {
  private final Connection connection;
  private final ConversationId conversation;
  private final Deque<Runnable> joins = new ArrayDeque<>(1);
  private long told;
  private boolean awaited;
  private boolean denied;
  private @Nullable Replay replay;

  PendingJoin(Connection connection, ConversationId conversation, long told, boolean awaited) {
    this.connection = connection;
    this.awaited = awaited;
    this.conversation = conversation;
    this.told = told;
  }

  /** Who comes. */
  public Connection connection() {
    return connection;
  }

  /** Where to. */
  public ConversationId conversation() {
    return conversation;
  }

  /** The newest position that this shard was told to pass on. */
  public long told() {
    return told;
  }

  /** Whether the connection lost its right to enter on the way. */
  public boolean isDenied() {
    return denied;
  }

  void deny() {
    denied = true;
  }

  void told(long seq) {
    told = seq;
  }

  /**
   * Whether nothing of the conversation is pushed as it happens: the answer that lets the
   * connection in is to come first, or what it missed.
   */
  boolean isHeldBack() {
    return awaited || replay != null;
  }

  /** What the connection is told again; null while it is not. */
  @Nullable Replay replay() {
    return replay;
  }

  void hold(@Nullable Replay next) {
    replay = next;
  }

  /** One more join of the same; its work begins when those before it are answered. */
  void join(Runnable begin) {
    joins.add(begin);
    if (joins.size() == 1) {
      begin.run();
    }
  }

  /** The first join is answered. */
  void answered() {
    awaited = false;
    joins.remove();
    Runnable next = joins.peek();
    if (next != null) {
      next.run();
    }
  }

  /** Whether further joins are under way. */
  public boolean isAwaited() {
    return !joins.isEmpty();
  }

  /** Whether no further join of the same waits for this one. */
  public boolean isLast() {
    return joins.size() <= 1;
  }

  /** Whether there is nothing left to do for it. */
  boolean isOver() {
    return joins.isEmpty() && replay == null;
  }
}
