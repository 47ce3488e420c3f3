package io.messageservice.application.usecase;

import io.messageservice.application.port.in.Connection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Joins of one shard's connections that wait until other nodes know of the conversation. Bounded by
 * what a connection may have under way. Only the shard's thread may call.
 */
final class PendingJoins {

  private final Map<Connection, Set<Runnable>> waiting = new HashMap<>();

  /** The join waits for its {@link #release}. */
  void add(Connection connection, Runnable join) {
    waiting.computeIfAbsent(connection, c -> new LinkedHashSet<>(2)).add(join);
  }

  /** Runs the join where it still waits. */
  void release(Connection connection, Runnable join) {
    Set<Runnable> own = waiting.get(connection);
    if (own != null && own.remove(join)) {
      if (own.isEmpty()) {
        waiting.remove(connection);
      }
      join.run();
    }
  }

  /** Runs all joins of the connection that wait, in order. */
  void releaseAll(Connection connection) {
    Set<Runnable> own = waiting.remove(connection);
    if (own != null) {
      own.forEach(Runnable::run);
    }
  }
}
