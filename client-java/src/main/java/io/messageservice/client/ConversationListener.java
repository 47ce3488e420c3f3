package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Receives what happens in a joined conversation. The thread of the client calls. */
@FunctionalInterface
public interface ConversationListener {

  /**
   * A message: each once, by {@code seq} and without a gap, those of the own user included, in its
   * last state, which may be that it was deleted. The position moves behind it when the call
   * returns.
   */
  void received(ConversationMessage message);

  /**
   * A message was edited or deleted, by whom ever; perhaps one from before this client began. Of
   * two states of a message the one with the higher {@code rev} counts: one that is shown may come
   * again.
   */
  default void changed(ConversationMessage message) {}

  /**
   * Somebody reacted to a message that was received before, or took that back; not by this client.
   */
  default void reactionChanged(MessageReaction reaction) {}

  /**
   * The group changed; not by this client. Its data as they are after {@link #reset} come with
   * {@code listConversations}.
   */
  default void groupChanged(GroupChange change) {}

  /**
   * An event of the clients' own, sent once to those who are in the room.
   *
   * @param data whatever the sender gave; null of JSON where it gave nothing
   */
  default void customEvent(String userId, String name, JsonNode data) {}

  /**
   * Messages up to that position have reached a user, be it the own one on another connection. Of
   * several the furthest counts; it may be left out.
   */
  default void delivered(String userId, long deliveredUpTo) {}

  /**
   * The user wants the conversation otherwise than before, by another connection.
   *
   * @param mutedUntil a time as RFC 3339 has it, {@code forever}, or null where it is not muted
   * @param hidden whether it is hidden until the next message
   */
  default void preferencesChanged(@Nullable String mutedUntil, boolean hidden) {}

  /**
   * The view begins, or begins again because the service could not resume it: drop what is shown.
   * What is received next follows on this.
   *
   * @param join the reply to the join: {@code seq}, {@code epoch}, {@code unread} and more
   */
  default void reset(JsonNode join) {}

  /**
   * It was joined, and the service refuses it from now on, or the user takes part no more ({@link
   * CommandFailed#REMOVED}); nothing more follows.
   */
  default void refused(CommandFailed why) {}
}
