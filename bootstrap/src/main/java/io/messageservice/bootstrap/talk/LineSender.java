package io.messageservice.bootstrap.talk;

import java.util.concurrent.CompletableFuture;

/** The way for what was typed; an answer fails where the service refuses for good. */
interface LineSender {

  /** Sends a line until it is answered. */
  CompletableFuture<?> send(String id, String content);

  /** Replaces the text of a message. */
  CompletableFuture<?> edit(String messageId, String content);

  /** Deletes a message. */
  CompletableFuture<?> delete(String messageId);

  /** Changes the group, or ends the part in it. */
  CompletableFuture<?> change(GroupLine line);

  /** Marks the messages up to that position as delivered. */
  CompletableFuture<?> delivered(long seq);

  /** Who takes part, as a line to show. */
  CompletableFuture<String> who();

  /** Leaves the conversation and talks in another. */
  void join(String other);

  /** Reacts to a message. */
  CompletableFuture<?> react(String messageId, String reaction);
}
