package io.messageservice.application.port.in;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows the operator what connections of this node do. Any thread may call; each answer comes once,
 * on the thread of an event loop, which it must not hold up.
 */
public interface ShowConnections {

  /** The most rooms of one connection that are named. */
  int MAX_ROOMS = 100;

  /** The connections of the user on this node, the oldest first. */
  void of(UserId user, Consumer<List<Shown>> answer);

  /**
   * Watches the frames of one connection from now on, in place of who watched them before.
   *
   * @param number of the connection
   * @return ends it; may be called twice, on any thread
   */
  Runnable watch(UserId user, long number, FrameWatcher watcher);

  /**
   * A connection.
   *
   * @param protocol what its client speaks
   * @param rooms those that it joined, {@link #MAX_ROOMS} at most
   * @param roomCount how many it joined
   */
  record Shown(
      String protocol, ConnectionFigures figures, List<ConversationId> rooms, int roomCount) {

    public Shown {
      rooms = List.copyOf(rooms);
    }
  }
}
