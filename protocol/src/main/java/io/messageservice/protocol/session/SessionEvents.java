package io.messageservice.protocol.session;

import io.messageservice.application.event.Event;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Observes sessions, to count what they do. Called on event loops and often: must not block, and
 * costs what each command and each delivery costs more. {@code loop} is the index of the session's
 * event loop, on whose thread the call comes.
 */
public interface SessionEvents {

  /** Observes nothing. */
  SessionEvents NONE = new SessionEvents() {};

  /**
   * A command was answered, or carried out where it has no answer.
   *
   * @param user whose it was
   * @param event its name as the client wrote it; null where the frame names none
   * @param refusal null where it was carried out
   */
  default void ended(int loop, UserId user, @Nullable String event, @Nullable Code refusal) {}

  /** An event was sent to the connection, or waits for it; not one that it is too slow for. */
  default void delivered(int loop, Event event) {}

  /** A slow connection gets no more messages of a conversation, until it joins again. */
  default void lagged() {}
}
