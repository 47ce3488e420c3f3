package io.messageservice.protocol.simulation;

import io.messageservice.domain.conversation.Kind;
import java.util.Set;

/** What is asked of groups and direct conversations without a connection. */
sealed interface GroupRequest {

  /**
   * Creates a conversation.
   *
   * @param participants the creator among them
   */
  record Create(String creator, Kind kind, Set<String> participants) implements GroupRequest {}

  /** Adds a user. */
  record Add(String by, String conversation, String user) implements GroupRequest {}

  /** Removes a user, or the user themselves. */
  record Remove(String by, String conversation, String user) implements GroupRequest {}
}
